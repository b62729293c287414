import { blockOf, bookedMinutesOfDay, skillsEnd, slotFrom, type SlotSearch } from './earliestSlot.ts';
import { overlaps, shiftIntervals } from './intervals.ts';
import { standingRules } from './rules.ts';
import { travelMinutes } from './travel.ts';
import { MINUTE, type BrokenRule, type Rule, type Slot } from './types.ts';

export type CheckExpert = Omit<SlotSearch, 'leave'> & { start: Date };

/** Every rule that this expert would break at this time, and the slot it would be: what a manager overrides by name. */
export function checkExpert({ start, ...search }: CheckExpert): { broken: BrokenRule[]; slot: Slot } {
  const slot = slotFrom(search, start);
  const standing = standingRules.map(([rule, check]) => ({ rule, detail: check(search) }));
  const timed = timedRules.map(([rule, check]) => ({ rule, detail: check(search, slot) }));
  const broken = [...standing, ...timed].filter((result): result is BrokenRule => result.detail !== null);
  return { broken: broken.filter(({ rule }, index) => broken.findIndex((other) => other.rule === rule) === index), slot };
}

type TimedCheck = (search: SlotSearch, slot: Slot) => string | null;

const timedRules: readonly (readonly [Rule, TimedCheck])[] = [
  ['OUTSIDE_WINDOW', ({ request, now }, slot) => {
    if (slot.startsAt < now) return 'lies in the past';
    const inside = request.windows.some(({ start, end }) => start <= slot.startsAt && slot.endsAt <= end);
    return inside || request.windows.length === 0 ? null : 'the customer is not at home then';
  }],
  ['OFF_SHIFT', ({ expert }, slot) => {
    const visit = { from: +slot.startsAt, until: +slot.endsAt };
    return shiftIntervals(expert, visit).some(({ from, until }) => from <= visit.from && visit.until <= until) ? null : 'does not work then';
  }],
  ['SKILL_EXPIRED', ({ expert, request }, slot) => (skillsEnd(expert, request) < +slot.endsAt ? 'loses a required skill before the visit ends' : null)],
  ['TIME_OFF', ({ expert }, slot) =>
    expert.timeOff.some(({ start, end }) => overlaps({ from: +start, until: +end }, { from: +slot.startsAt, until: +slot.endsAt })) ? 'is on leave then' : null],
  ['OVERLAP', overlap],
  ['TRAVEL_TOO_FAR', ({ policy }, slot) => (slot.travelMinutes > policy.maximumTravelMinutes ? `travels ${slot.travelMinutes} minutes` : null)],
  ['DAILY_CAP', ({ expert, request, policy }, slot) =>
    bookedMinutesOfDay(expert, +slot.startsAt) + request.visitMinutes > policy.dailyCapMinutes ? 'has no minutes left on that day' : null],
];

function overlap({ expert, request, policy }: SlotSearch, slot: Slot): string | null {
  const clash = expert.bookings.find((booking) => {
    const before = +booking.endsAt <= +slot.startsAt && +booking.endsAt + travelMinutes(booking.location, request.location, policy) * MINUTE > +slot.startsAt;
    const after = +booking.startsAt >= +slot.endsAt && +slot.endsAt + travelMinutes(request.location, booking.location, policy) * MINUTE > +booking.startsAt;
    return overlaps(blockOf(booking), blockOf(slot)) || before || after;
  });
  return clash ? `is booked from ${clash.startsAt.toISOString()} to ${clash.endsAt.toISOString()}` : null;
}
