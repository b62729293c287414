import type { Board } from './board.ts';
import type { Candidate } from './types.ts';

/** Who comes to each request of the board, which has booked them; null: nobody. */
export type Plan = { board: Board; chosen: (Candidate | null)[] };

export const emptyPlan = (board: Board): Plan => ({ board, chosen: board.requests.map(() => null) });

export function take({ board, chosen }: Plan, row: number, expertId: string): void {
  chosen[row] = board.standings(row).find(({ expert }) => expert.id === expertId)!.candidate;
  board.book(row, expertId);
}

/** Each gets the best who is left when its turn comes. */
export function inTurn(board: Board, rows: readonly number[]): Plan {
  const plan = emptyPlan(board);
  for (const row of rows) {
    const first = board.standings(row)[0];
    if (first) take(plan, row, first.expert.id);
  }
  return plan;
}

/** Nobody comes: worse than any way and any wait, and the worse the more urgent it is. */
export const unservedMinutes = { P1: 4_000_000, P2: 3_000_000, P3: 2_000_000, P4: 1_000_000 };

const costOf = ({ board: { requests }, chosen }: Plan): number =>
  chosen.reduce((sum, candidate, row) => sum + (candidate?.totalPenalty ?? unservedMinutes[requests[row]!.priority]), 0);

/** Of several as good, the first. */
export const cheapest = (plans: readonly Plan[]): Plan => plans.reduce((a, b) => (costOf(b) < costOf(a) ? b : a));
