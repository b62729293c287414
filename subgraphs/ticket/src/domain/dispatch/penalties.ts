import { bookedMinutesOfDay, windowsOf } from './earliestSlot.ts';
import { MINUTE, type DispatchPolicy, type DispatchRequest, type RosterExpert, type Slot, type Term } from './types.ts';

export type Scored = { expert: RosterExpert; slot: Slot; request: DispatchRequest; policy: DispatchPolicy; now: Date };

/**
 * One reason why a candidate is worse, in whole minutes; 0: no reason. It is never negative and knows no other candidate, so that
 * one more of them never makes an answer worse.
 */
type Penalty = { name: string; minutes: (scored: Scored) => number };

const OTHER_SKILLS_COUNTED = 15;

/** Lower is better. A new consideration is a new line. */
const penalties: readonly Penalty[] = [
  { name: 'travel', minutes: ({ slot, policy }) => perCent(slot.travelMinutes, policy.weights.travel) },
  { name: 'lateness', minutes: ({ slot, request, policy }) => perCent(minutesAfter(slot.startsAt, +request.arriveBy), policy.weights.lateness[request.priority]) },
  { name: 'wait', minutes: (scored) => perCent(waitMinutes(scored), scored.policy.weights.wait[scored.request.priority]) },
  { name: 'overQualification', minutes: overQualification },
  { name: 'secondaryTerritory', minutes: ({ expert, request, policy }) => (isSecondary(expert, request.territoryId) ? policy.weights.secondaryTerritory : 0) },
  { name: 'utilisation', minutes: ({ expert, slot, policy }) => Math.floor((bookedMinutesOfDay(expert, +slot.startsAt) * policy.weights.utilisation) / policy.dailyCapMinutes) },
  { name: 'fairness', minutes: ({ expert, policy, now }) => (expert.idleSince ? Math.max(0, policy.weights.fairness - idleHours(expert.idleSince, now)) : 0) },
  { name: 'recentRefusals', minutes: ({ expert, policy }) => expert.recentRefusals * policy.weights.recentRefusal },
  { name: 'continuity', minutes: ({ expert, request, policy }) => (request.servedBy.length > 0 && !request.servedBy.includes(expert.id) ? policy.weights.continuity : 0) },
];

export const penaltyTerms = (scored: Scored): Term[] => penalties.map(({ name, minutes }) => ({ name, minutes: minutes(scored) }));

/** What it costs when the same visit begins that much later. */
export const delayPenalty = (minutes: number, { priority }: DispatchRequest, { weights }: DispatchPolicy): number => perCent(minutes, weights.wait[priority]);

/** From the first moment at which the customer could have been visited. */
function waitMinutes({ slot, request, now }: Scored): number {
  return minutesAfter(slot.startsAt, windowsOf(request, now)[0]?.from ?? +now);
}

function overQualification({ expert, request, policy: { weights } }: Scored): number {
  const levels = expert.skills.reduce((sum, { skillId, level }) => {
    const needed = request.requiredSkills.find((required) => required.skillId === skillId);
    return needed ? sum + Math.max(0, level - needed.level) : sum;
  }, 0);
  const others = expert.skills.length - request.requiredSkills.length;
  return levels * weights.surplusLevel + Math.min(OTHER_SKILLS_COUNTED, Math.max(0, others)) * weights.otherSkill;
}

const isSecondary = ({ territories }: RosterExpert, territoryId: string): boolean =>
  territories.some((serves) => serves.territoryId === territoryId && serves.kind === 'SECONDARY');
const perCent = (minutes: number, share: number): number => Math.floor((minutes * share) / 100);
const minutesAfter = (moment: Date, from: number): number => Math.max(0, Math.floor((+moment - from) / MINUTE));
const idleHours = (since: Date, now: Date): number => Math.floor(minutesAfter(now, +since) / 60);
