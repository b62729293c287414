import type { Priority, Window } from './ticket.ts';

const minutes = 60_000;
/** Minutes from creation until an expert is to have accepted, and until one is to be on site. */
export const targets: Record<Priority, { respond: number; arrive: number }> = {
  P1: { respond: 15, arrive: 4 * 60 },
  P2: { respond: 30, arrive: 8 * 60 },
  P3: { respond: 2 * 60, arrive: 24 * 60 },
  P4: { respond: 4 * 60, arrive: 72 * 60 },
};

/** Nobody can be on site before the customer is at home: then the end of the first window counts. */
export function slaOf(priority: Priority, createdAt: Date, windows: readonly Window[]): { respondBy: Date; arriveBy: Date } {
  const target = targets[priority];
  const respondBy = new Date(createdAt.getTime() + target.respond * minutes);
  const arriveBy = new Date(createdAt.getTime() + target.arrive * minutes);
  const first = [...windows].sort((a, b) => a.start.getTime() - b.start.getTime())[0];
  return { respondBy, arriveBy: first && first.start > arriveBy ? first.end : arriveBy };
}
