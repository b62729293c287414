/** How often people do what brings a missing guarantee to light: shares of the times they could. */
export type Habits = {
  /** Tickets that their customer neither cancels nor sees repaired: an expert stays booked for them. */
  leave: number;
  /** Offers that an expert refuses. */
  refuse: number;
  /** Tickets at which somebody looks whom they do not concern. */
  pry: number;
};

export const usualHabits: Habits = { leave: 0.05, refuse: 0.08, pry: 0.08 };
