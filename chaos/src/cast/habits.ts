/** How often people do what brings a missing guarantee to light: shares of the times they could. */
export type Habits = {
  /** Tickets that their customer neither cancels nor sees repaired: an expert stays booked for them. */
  leave: number;
  /** Offers that an expert refuses. */
  refuse: number;
  /** Cancellations within a second and a half, when most often nobody is booked yet; the others come within five. */
  haste: number;
  /** Tickets whose customer keeps looking at what happens to them. */
  watch: number;
  /** Tickets at which somebody looks whom they do not concern. */
  pry: number;
};

export const usualHabits: Habits = { leave: 0.05, refuse: 0.08, haste: 0.7, watch: 0.04, pry: 0.08 };
