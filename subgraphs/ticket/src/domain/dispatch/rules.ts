import { earliestSlot, windowsOf, type Leave, type SlotSearch } from './earliestSlot.ts';
import { MINUTE, type BrokenRule, type DispatchPolicy, type DispatchRequest, type RosterExpert, type Rule, type Slot } from './types.ts';

type Check = (search: SlotSearch) => string | null;

/** Rules that hold at any time of the day. The text is the detail of the refusal; null: kept. */
export const standingRules: readonly (readonly [Rule, Check])[] = [
  ['INACTIVE', ({ expert }) => (expert.active ? null : 'does not work at present')],
  ['EXCLUDED', ({ expert, request }) => (request.excludedExpertIds.includes(expert.id) ? 'is not to be asked for this ticket' : null)],
  ['TERRITORY', ({ expert, request }) => (expert.territories.some(({ territoryId }) => territoryId === request.territoryId) ? null : `does not serve ${request.territoryId}`)],
  ['SKILL_MISSING', ({ expert, request }) => listed('lacks', request.requiredSkills.filter(({ skillId }) => !skillOf(expert, skillId)))],
  ['SKILL_LEVEL', ({ expert, request }) => listed('has too low a level of', request.requiredSkills.filter(({ skillId, level }) => (skillOf(expert, skillId)?.level ?? level) < level))],
  ['SKILL_EXPIRED', ({ expert, request, now }) => listed('has no valid', request.requiredSkills.filter(({ skillId }) => isOver(skillOf(expert, skillId)?.validUntil, now)))],
  ['COOL_DOWN', ({ expert, request, now }) => {
    const coolDown = request.coolDowns.find(({ expertId, until }) => expertId === expert.id && until > now);
    return coolDown ? `has refused or missed this visit; may be asked again at ${coolDown.until.toISOString()}` : null;
  }],
];

/** Rules on time, put to work one after the other: the one that takes the last slot is the reason. */
const timedRules: readonly (readonly [Rule, keyof Leave, string])[] = [
  ['OFF_SHIFT', 'shift', 'has no shift when the customer is at home'],
  ['SKILL_EXPIRED', 'skillEnd', 'loses a required skill before a visit could end'],
  ['TIME_OFF', 'timeOff', 'is on leave'],
  ['TRAVEL_TOO_FAR', 'travelLimit', 'has too long a way'],
  ['OVERLAP', 'bookings', 'is booked'],
  ['DAILY_CAP', 'dailyCap', 'has no minutes left on those days'],
];

/** Whether any lasting rule keeps this expert from this visit; bookings do not matter. */
export const mayCome = (expert: RosterExpert, request: DispatchRequest, policy: DispatchPolicy, now: Date): boolean =>
  standingRules.every(([, check]) => check({ expert, request, policy, now }) === null);

/** The slot of an expert who keeps every rule, or the first rule that is broken. */
export function slotOrRule(search: SlotSearch): Slot | BrokenRule {
  for (const [rule, check] of standingRules) {
    const detail = check(search);
    if (detail !== null) return { rule, detail };
  }
  return earliestSlot(search) ?? reasonForNone(search);
}

function reasonForNone(search: SlotSearch): BrokenRule {
  if (!windowsOf(search.request, search.now).some(({ from, until }) => until - from >= search.request.visitMinutes * MINUTE)) {
    return { rule: 'OUTSIDE_WINDOW', detail: 'no window is long enough, or all are over' };
  }
  const left: Leave = Object.fromEntries(timedRules.map(([, name]) => [name, true as const]));
  if (!earliestSlot({ ...search, leave: left })) return { rule: 'OUTSIDE_WINDOW', detail: 'cannot be there in time' };
  for (const [rule, name, detail] of timedRules) {
    delete left[name];
    if (!earliestSlot({ ...search, leave: left })) return { rule, detail };
  }
  return { rule: 'OUTSIDE_WINDOW', detail: 'no way fits into the windows' };
}

const skillOf = (expert: RosterExpert, skillId: string) => expert.skills.find((skill) => skill.skillId === skillId);
const isOver = (until: Date | null | undefined, now: Date): boolean => until != null && +until <= +now;
const listed = (what: string, skills: DispatchRequest['requiredSkills']): string | null =>
  skills.length === 0 ? null : `${what} ${skills.map(({ skillId, level }) => `${skillId} (level ${level})`).join(', ')}`;
