import { checkExpert } from './dispatch/checkExpert.ts';
import type { BrokenRule, DispatchPolicy, DispatchRequest, RosterExpert, Slot } from './dispatch/types.ts';

export type Assignment = {
  expert: RosterExpert;
  request: DispatchRequest;
  policy: DispatchPolicy;
  /** False: nobody can say what the product needs, so no expert can be said to know it. */
  skillsKnown: boolean;
};

const skillsUnknown: BrokenRule = { rule: 'SKILL_MISSING', detail: 'which skills the product needs is not known' };

/** Every rule that would be broken if this expert came at this time, and the slot it would be. */
export function checkAssignment(assignment: Assignment, start: Date, now: Date): { broken: BrokenRule[]; slot: Slot } {
  const { broken, slot } = checkExpert({ ...assignment, now, start });
  const others = broken.filter(({ rule }) => rule !== skillsUnknown.rule);
  return { slot, broken: assignment.skillsKnown ? broken : [skillsUnknown, ...others] };
}
