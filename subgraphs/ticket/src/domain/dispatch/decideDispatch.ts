import { digestOf } from './digest.ts';
import { penaltyTerms } from './penalties.ts';
import { slotOrRule } from './rules.ts';
import type { BrokenRule, Candidate, DispatchDecision, DispatchPolicy, DispatchRequest, DispatchSnapshot, RosterExpert, Slot } from './types.ts';

export type DispatchInput = { snapshot: DispatchSnapshot; request: DispatchRequest; policy: DispatchPolicy; now: Date };

/** Who is to come and when. The same input, in whatever order, always gives the same answer. */
export function decideDispatch(input: DispatchInput): DispatchDecision {
  const answers = input.snapshot.experts.map((expert) => ({ expert, answer: slotOrRule({ ...input, expert }) }));
  const candidates = answers.flatMap(({ expert, answer }) => (isSlot(answer) ? [{ expert, candidate: candidateOf(input, expert, answer) }] : []));
  const [chosen, ...runnersUp] = candidates.sort(byRank).map(({ candidate }) => candidate);
  const rejected = answers.flatMap(({ expert, answer }) => (isSlot(answer) ? [] : [{ expertId: expert.id, ...answer }]));
  return {
    chosen: chosen ?? null,
    runnersUp,
    rejected: rejected.sort((a, b) => compare(a.rule, b.rule) || compare(a.expertId, b.expertId)),
    snapshotDigest: digestOf(input),
    policyVersion: input.policy.version,
  };
}

function candidateOf({ request, policy, now }: DispatchInput, expert: RosterExpert, slot: Slot): Candidate {
  const terms = penaltyTerms({ expert, slot, request, policy, now });
  return { expertId: expert.id, slot, terms, totalPenalty: terms.reduce((sum, { minutes }) => sum + minutes, 0) };
}

type Ranked = { expert: RosterExpert; candidate: Candidate };

/** Ties fall to the earlier arrival, then to who has been idle longer, then to the expert's id. */
const byRank = (a: Ranked, b: Ranked): number =>
  a.candidate.totalPenalty - b.candidate.totalPenalty ||
  +a.candidate.slot.startsAt - +b.candidate.slot.startsAt ||
  +(a.expert.idleSince ?? 0) - +(b.expert.idleSince ?? 0) ||
  compare(a.expert.id, b.expert.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isSlot = (answer: Slot | BrokenRule): answer is Slot => 'startsAt' in answer;
