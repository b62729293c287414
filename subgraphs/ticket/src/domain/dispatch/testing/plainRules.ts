import { oncePer } from '@sysops-squad/chassis/oncePer';
import { overlaps } from '../intervals.ts';
import { travelMinutes } from '../travel.ts';
import { DAY, MINUTE, type DispatchRequest, type RosterExpert } from '../types.ts';
import { now } from './arbitraries.ts';
import { clockOf } from './clockOf.ts';
import { policy } from './roster.ts';

type Shifts = RosterExpert['shifts'];

/** For each minute of the week whether it is worked. */
const minutesOf = oncePer((shifts: Shifts): boolean[] =>
  Array.from({ length: 7 * 1440 }, (_, minute) => shifts.some(({ weekday, startMinute, endMinute }) => {
    const ofDay = minute - (weekday - 1) * 1440;
    return startMinute <= ofDay && ofDay < endMinute;
  })));

const dayOf = (one: RosterExpert, time: number): number => Math.floor(clockOf(one.timeZone, time) / DAY);

const onShiftOf = (one: RosterExpert) => {
  const minutes = minutesOf(one.shifts);
  return (time: number) => {
    const local = clockOf(one.timeZone, time);
    return minutes[((Math.floor(local / DAY) + 3) % 7) * 1440 + Math.floor((local % DAY) / MINUTE)]!;
  };
};

/** From the first to the last minute that is worked without a break around this one. */
function shiftAround(one: RosterExpert, time: number): { from: number; until: number } {
  const onShift = onShiftOf(one);
  let [from, until] = [time, time];
  while (from > time - DAY && onShift(from - MINUTE)) from -= MINUTE;
  while (until < time + DAY && onShift(until)) until += MINUTE;
  return { from, until };
}

function neighbours(one: RosterExpert, asked: DispatchRequest, start: number) {
  const end = start + asked.visitMinutes * MINUTE;
  const near = one.bookings.filter(({ blockedFrom, blockedUntil }) => overlaps({ from: +blockedFrom, until: +blockedUntil }, shiftAround(one, start)));
  const before = near.filter(({ endsAt }) => +endsAt <= start).sort((a, b) => +b.endsAt - +a.endsAt)[0];
  const after = near.filter(({ startsAt }) => +startsAt >= end).sort((a, b) => +a.startsAt - +b.startsAt)[0];
  return { before, after, way: travelMinutes(before ? before.location : one.home, asked.location, policy) };
}

const wayTo = (one: RosterExpert, asked: DispatchRequest, start: number): number => neighbours(one, asked, start).way;

/** The rules once more, said as plainly as can be, for one moment. */
export function isFeasible(one: RosterExpert, asked: DispatchRequest, start: number): boolean {
  const end = start + asked.visitMinutes * MINUTE;
  const day = dayOf(one, start);
  if (!one.active || asked.coolDowns.some(({ expertId, until }) => expertId === one.id && until > now) || !one.territories.some(({ territoryId }) => territoryId === asked.territoryId)) return false;
  if (asked.windows.length > 0 && !asked.windows.some((window) => +window.start <= start && end <= +window.end)) return false;
  if (!onShiftOf(one)(start) || !asked.requiredSkills.every((needed) => one.skills.some(({ skillId, level, validUntil }) => skillId === needed.skillId && level >= needed.level && (!validUntil || +validUntil >= end)))) return false;
  const shift = shiftAround(one, start);
  const { before, after, way } = neighbours(one, asked, start);
  const onward = after ? travelMinutes(asked.location, after.location, policy) : 0;
  const blocked = { from: Math.min(start, start - (before ? Math.max(0, way * MINUTE - (+before.blockedUntil - +before.endsAt)) : way * MINUTE)), until: end };
  return (
    way <= policy.maximumTravelMinutes && blocked.from >= +now && blocked.from >= shift.from && end <= shift.until &&
    one.timeOff.every((off) => !overlaps({ from: +off.start, until: +off.end }, blocked)) &&
    one.bookings.every((booking) => !overlaps({ from: +booking.blockedFrom, until: +booking.blockedUntil }, blocked)) &&
    (!before || +before.endsAt + way * MINUTE <= start) && (!after || end + onward * MINUTE <= +after.startsAt) &&
    one.bookings.filter(({ startsAt }) => dayOf(one, +startsAt) === day).reduce((sum, { startsAt, endsAt }) => sum + (+endsAt - +startsAt) / MINUTE, 0) + asked.visitMinutes <= policy.dailyCapMinutes
  );
}

/** The penalty once more: what it costs when this expert comes at this moment, all weights as in the test's policy. */
export function plainPenalty(one: RosterExpert, asked: DispatchRequest, start: number): number {
  const late = { P1: 8, P2: 4, P3: 2, P4: 1 }[asked.priority];
  const perMinute = { P1: 1, P2: 0.5, P3: 0.25, P4: 0.15 }[asked.priority];
  const minutes = (from: number) => Math.max(0, Math.floor((start - from) / MINUTE));
  const open = asked.windows.filter(({ end }) => +end > +now).map((window) => Math.max(+window.start, +now));
  const surplus = one.skills.reduce((sum, { skillId, level }) => sum + Math.max(0, level - (asked.requiredSkills.find((needed) => needed.skillId === skillId)?.level ?? level)), 0);
  const others = one.skills.filter(({ skillId }) => !asked.requiredSkills.some((needed) => needed.skillId === skillId)).length;
  const sameDay = one.bookings.filter(({ startsAt }) => dayOf(one, +startsAt) === dayOf(one, start)).reduce((sum, { startsAt, endsAt }) => sum + (+endsAt - +startsAt) / MINUTE, 0);
  const idleHours = one.idleSince ? Math.floor(Math.max(0, +now - +one.idleSince) / (60 * MINUTE)) : Infinity;
  return [
    wayTo(one, asked, start),
    late * minutes(+asked.arriveBy),
    Math.floor(perMinute * 100 * minutes(open.length > 0 ? Math.min(...open) : +now) / 100),
    4 * surplus + others,
    one.territories.some(({ territoryId, kind }) => territoryId === asked.territoryId && kind === 'SECONDARY') ? 15 : 0,
    Math.floor((sameDay * 20) / 480),
    Math.max(0, 30 - idleHours),
    5 * one.recentRefusals,
    asked.servedBy.length > 0 && !asked.servedBy.includes(one.id) ? 10 : 0,
  ].reduce((sum, term) => sum + term, 0);
}
