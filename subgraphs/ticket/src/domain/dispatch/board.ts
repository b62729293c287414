import { penaltyTerms } from './penalties.ts';
import { slotOrRule } from './rules.ts';
import type { BrokenRule, Candidate, DispatchPolicy, DispatchRequest, RosterExpert, Slot } from './types.ts';

export type DispatchInput = { experts: readonly RosterExpert[]; requests: readonly DispatchRequest[]; policy: DispatchPolicy; now: Date };

export type Standing = { expert: RosterExpert; candidate: Candidate };
type Answer = Candidate | BrokenRule;

/** Who could come to what, and why not, as things stand: one row a request, one column an expert. */
export type Board = {
  requests: readonly DispatchRequest[];
  /** The candidates of a row, best first. */
  standings(row: number): Standing[];
  rejected(row: number): ({ expertId: string } & BrokenRule)[];
  /** The expert takes the visit: their other answers are asked anew. */
  book(row: number, expertId: string): void;
  copy(): Board;
};

export function openBoard({ experts, requests, policy, now }: DispatchInput): Board {
  const ask = (request: DispatchRequest, expert: RosterExpert): Answer => answerOf(expert, request, policy, now);
  return boardOf(requests, [...experts], requests.map((request) => experts.map((expert) => ask(request, expert))), ask);
}

function boardOf(requests: readonly DispatchRequest[], experts: RosterExpert[], answers: Answer[][], ask: (request: DispatchRequest, expert: RosterExpert) => Answer): Board {
  const columns = new Map(experts.map(({ id }, column) => [id, column]));
  return {
    requests,
    standings: (row) => answers[row]!.flatMap((answer, column) => (isCandidate(answer) ? [{ expert: experts[column]!, candidate: answer }] : [])).sort(byRank),
    rejected: (row) => answers[row]!.flatMap((answer, column) => (isCandidate(answer) ? [] : [{ expertId: experts[column]!.id, ...answer }])).sort(byRule),
    book(row, expertId) {
      const column = columns.get(expertId)!;
      const expert = experts[column]!;
      const { slot } = answers[row]![column] as Candidate;
      experts[column] = { ...expert, bookings: [...expert.bookings, { ...slot, location: requests[row]!.location }] };
      answers.forEach((answersOfRow, other) => (answersOfRow[column] = ask(requests[other]!, experts[column]!)));
    },
    copy: () => boardOf(requests, [...experts], answers.map((answersOfRow) => [...answersOfRow]), ask),
  };
}

function answerOf(expert: RosterExpert, request: DispatchRequest, policy: DispatchPolicy, now: Date): Answer {
  const answer = slotOrRule({ expert, request, policy, now });
  return isSlot(answer) ? candidateOf(expert, answer, request, policy, now) : answer;
}

function candidateOf(expert: RosterExpert, slot: Slot, request: DispatchRequest, policy: DispatchPolicy, now: Date): Candidate {
  const terms = penaltyTerms({ expert, slot, request, policy, now });
  return { expertId: expert.id, slot, terms, totalPenalty: terms.reduce((sum, { minutes }) => sum + minutes, 0) };
}

/** Ties fall to the earlier arrival, then to who has been idle longer, then to the expert's id. */
const byRank = (a: Standing, b: Standing): number =>
  a.candidate.totalPenalty - b.candidate.totalPenalty ||
  +a.candidate.slot.startsAt - +b.candidate.slot.startsAt ||
  +(a.expert.idleSince ?? 0) - +(b.expert.idleSince ?? 0) ||
  compare(a.expert.id, b.expert.id);

const byRule = (a: { rule: string; expertId: string }, b: { rule: string; expertId: string }): number => compare(a.rule, b.rule) || compare(a.expertId, b.expertId);
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isSlot = (answer: Slot | BrokenRule): answer is Slot => 'startsAt' in answer;
const isCandidate = (answer: Answer): answer is Candidate => 'slot' in answer;
