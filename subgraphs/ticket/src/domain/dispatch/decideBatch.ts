import { compare, openBoard, type Board, type DispatchInput } from './board.ts';
import { matchInRounds } from './matchInRounds.ts';
import type { Candidate, DispatchDecision, DispatchRequest, RunnerUp } from './types.ts';

/**
 * Who is to come to each of several visits that wait at the same time, and when. The same input, in whatever order, always gives the
 * same answer. Never worse in sum than serving one after the other, the most urgent first.
 */
export function decideBatch(input: DispatchInput): DispatchDecision[] {
  const requests = [...input.requests].sort(byUrgency);
  const start = openBoard({ ...input, requests, experts: [...input.experts].sort((a, b) => compare(a.id, b.id)) });
  const plans = [oneByOne(start.copy()), ...(requests.length > 1 ? [inRounds(start.copy(), input)] : [])];
  const best = plans.reduce((a, b) => (costOf(b, requests) < costOf(a, requests) ? b : a));
  const decided = new Map(requests.map((request, row) => [request.ticketId, decisionOf(start, best, row, request)]));
  return input.requests.map(({ ticketId }) => decided.get(ticketId)!);
}

type Plan = { board: Board; chosen: (Candidate | null)[] };

function oneByOne(board: Board): Plan {
  const plan = emptyPlan(board);
  board.requests.forEach((_, row) => {
    const first = board.standings(row)[0];
    if (first) take(plan, row, first.expert.id);
  });
  return plan;
}

function inRounds(board: Board, { policy }: DispatchInput): Plan {
  const plan = emptyPlan(board);
  matchInRounds(board, policy, (row, expertId) => take(plan, row, expertId));
  return plan;
}

const emptyPlan = (board: Board): Plan => ({ board, chosen: board.requests.map(() => null) });

function take({ board, chosen }: Plan, row: number, expertId: string): void {
  chosen[row] = board.standings(row).find(({ expert }) => expert.id === expertId)!.candidate;
  board.book(row, expertId);
}

/** Nobody comes: worse than any way and any wait, and the worse the more urgent it is. */
const unservedMinutes = { P1: 4_000_000, P2: 3_000_000, P3: 2_000_000, P4: 1_000_000 };

const costOf = ({ chosen }: Plan, requests: readonly DispatchRequest[]): number =>
  chosen.reduce((sum, candidate, row) => sum + (candidate?.totalPenalty ?? unservedMinutes[requests[row]!.priority]), 0);

/** Who stood how is told as it was before anybody was chosen; rejections also count those whom the batch itself has booked. */
function decisionOf(start: Board, { board, chosen }: Plan, row: number, { ticketId }: DispatchRequest): DispatchDecision {
  const candidate = chosen[row] ?? null;
  const neededBy = new Map(chosen.map((other, n) => [other?.expertId, board.requests[n]!.ticketId]));
  const runnersUp = start.standings(row).filter(({ expert }) => expert.id !== candidate?.expertId)
    .map(({ candidate: other }): RunnerUp => ({ ...other, neededBy: neededBy.get(other.expertId) ?? null }));
  return { ticketId, chosen: candidate, runnersUp: candidate ? runnersUp : [], rejected: (candidate ? start : board).rejected(row) };
}

const byUrgency = (a: DispatchRequest, b: DispatchRequest): number =>
  compare(a.priority, b.priority) || +a.arriveBy - +b.arriveBy || compare(a.ticketId, b.ticketId);
