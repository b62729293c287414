import { compare, openBoard, type Board, type DispatchInput } from './board.ts';
import { leftOverFirst } from './leftOverFirst.ts';
import { matchInRounds, type WaitingCost } from './matchInRounds.ts';
import { delayPenalty } from './penalties.ts';
import { cheapest, emptyPlan, inTurn, take, unservedMinutes, type Plan } from './plan.ts';
import type { DispatchDecision, DispatchPolicy, DispatchRequest, RunnerUp } from './types.ts';

/**
 * Who is to come to each of several visits that wait at the same time, and when. The same input, in whatever order, always gives the
 * same answer. Never worse in sum than serving one after the other, the most urgent first; and where everybody has time for one visit,
 * no assignment costs less.
 */
export function decideBatch(input: DispatchInput): DispatchDecision[] {
  const requests = [...input.requests].sort(byUrgency);
  const start = openBoard({ ...input, requests, experts: [...input.experts].sort((a, b) => compare(a.id, b.id)) });
  const best = requests.length > 1 ? planTogether(start, input.policy) : inTurn(start.copy(), [0]);
  const decided = new Map(requests.map((request, row) => [request.ticketId, decisionOf(start, best, row, request)]));
  return input.requests.map(({ ticketId }) => decided.get(ticketId)!);
}

function planTogether(start: Board, policy: DispatchPolicy): Plan {
  const queueing = inRounds(start, ({ request, first }) => first.totalPenalty + 1 + delayPenalty(first.slot.travelMinutes + request.visitMinutes, request, policy));
  // Who stands in line may find nobody left: that is cheaper only if it is known to be.
  const atOnce = queueing.rounds > 1 ? [inRounds(start, ({ request }) => unservedMinutes[request.priority]).plan] : [];
  return leftOverFirst(start, cheapest([inTurn(start.copy(), [...start.requests.keys()]), queueing.plan, ...atOnce]));
}

function inRounds(start: Board, waitingCost: WaitingCost): { plan: Plan; rounds: number } {
  const plan = emptyPlan(start.copy());
  const rounds = matchInRounds(plan.board, waitingCost, (row, expertId) => take(plan, row, expertId));
  return { plan, rounds };
}

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
