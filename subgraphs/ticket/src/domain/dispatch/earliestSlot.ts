import { localDay, nextLocalDay } from '@sysops-squad/chassis/timeZone';
import { overlaps, shiftIntervals, without, type Interval } from './intervals.ts';
import { travelMinutes } from './travel.ts';
import { DAY, HORIZON_DAYS, MINUTE, type Booking, type DispatchPolicy, type DispatchRequest, type RosterExpert, type Slot } from './types.ts';

/** Rules that a search may leave out, to find the one that leaves no slot. */
export type Leave = { shift?: true; skillEnd?: true; timeOff?: true; bookings?: true; travelLimit?: true; dailyCap?: true };

export type SlotSearch = { expert: RosterExpert; request: DispatchRequest; policy: DispatchPolicy; now: Date; leave?: Leave };

type Free = { free: Interval; previous: Booking | null; next: Booking | null };

/** The first moment at which this expert can begin the visit, with the way to it, by all rules that depend on time; null: none. */
export function earliestSlot(search: SlotSearch): Slot | null {
  for (const window of windowsOf(search.request, search.now)) {
    for (const shift of search.leave?.shift ? [{ ...window, from: window.from - DAY }] : shiftIntervals(search.expert, window)) {
      for (const gap of gapsOf(search, shift)) {
        const slot = slotIn(search, gap, window);
        if (slot) return slot;
      }
    }
  }
  return null;
}

export function windowsOf({ windows }: DispatchRequest, now: Date): Interval[] {
  if (windows.length === 0) return [{ from: +now, until: +now + HORIZON_DAYS * DAY }];
  return windows
    .map(({ start, end }) => ({ from: Math.max(+start, +now), until: +end }))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from || a.until - b.until);
}

/** Free stretches of a shift, each with the bookings between which it lies in that shift. */
function* gapsOf({ expert, leave }: SlotSearch, shift: Interval): Generator<Free> {
  const bookings = leave?.bookings ? [] : expert.bookings.filter((booking) => overlaps(blockOf(booking), shift));
  const timeOff = leave?.timeOff ? [] : expert.timeOff.map(({ start, end }) => ({ from: +start, until: +end }));
  for (const free of without(shift, [...bookings.map(blockOf), ...timeOff])) {
    const before = bookings.filter(({ blockedUntil }) => +blockedUntil <= free.from);
    const after = bookings.filter(({ blockedFrom }) => +blockedFrom >= free.until);
    yield { free, previous: latest(before), next: earliest(after) };
  }
}

function slotIn(search: SlotSearch, gap: Free, window: Interval): Slot | null {
  const { expert, request, policy, now, leave } = search;
  const ways = waysOf(search, gap);
  if (!leave?.travelLimit && ways.to > policy.maximumTravelMinutes) return null;
  const arrival = Math.max(gap.free.from, +now) + ways.toReserved * MINUTE;
  const from = ceilToMinute(Math.max(arrival, window.from, gap.previous ? +gap.previous.endsAt + ways.to * MINUTE : 0));
  // Where leave ends the gap, the way to the booking after it does not have to fit in before the leave.
  const nextFrom = gap.next ? +gap.next.blockedFrom - ways.onwardReserved * MINUTE : Infinity;
  const latestEnd = Math.min(gap.free.until, nextFrom, window.until, leave?.skillEnd ? Infinity : skillsEnd(expert, request));
  for (let start = from; start + request.visitMinutes * MINUTE <= latestEnd; start = nextLocalDay(expert.timeZone, start)) {
    if (leave?.dailyCap || fitsDay(expert, start, request, policy)) return slotAt(start, request, ways);
  }
  return null;
}

type Ways = { to: number; toReserved: number; onwardReserved: number };

/** A booking's own buffer counts for the way to and from it: what is reserved here is only the rest. */
function waysOf({ expert, request, policy }: SlotSearch, { previous, next }: Pick<Free, 'previous' | 'next'>): Ways {
  const to = travelMinutes(previous ? previous.location : expert.home, request.location, policy);
  const onward = next ? travelMinutes(request.location, next.location, policy) : 0;
  const buffered = (from: Date, until: Date) => Math.floor((+until - +from) / MINUTE);
  return {
    to,
    toReserved: Math.max(0, to - (previous ? buffered(previous.endsAt, previous.blockedUntil) : 0)),
    onwardReserved: Math.max(0, onward - (next ? buffered(next.blockedFrom, next.startsAt) : 0)),
  };
}

function slotAt(start: number, { visitMinutes }: DispatchRequest, ways: Ways): Slot {
  const end = start + visitMinutes * MINUTE;
  return {
    startsAt: new Date(start),
    endsAt: new Date(end),
    blockedFrom: new Date(start - ways.toReserved * MINUTE),
    blockedUntil: new Date(end + ways.onwardReserved * MINUTE),
    travelMinutes: ways.to,
  };
}

/** The slot of a start that somebody else chose, with the ways that follow from the bookings around it. */
export function slotFrom(search: SlotSearch, start: Date): Slot {
  const end = +start + search.request.visitMinutes * MINUTE;
  const sameShift = shiftIntervals(search.expert, { from: +start, until: end })[0] ?? { from: +start - DAY / 2, until: end + DAY / 2 };
  const near = search.expert.bookings.filter((booking) => overlaps(blockOf(booking), sameShift));
  const previous = latest(near.filter(({ endsAt }) => +endsAt <= +start));
  const next = earliest(near.filter(({ startsAt }) => +startsAt >= end));
  return slotAt(+start, search.request, waysOf(search, { previous, next }));
}

export function bookedMinutesOfDay(expert: RosterExpert, moment: number): number {
  const day = localDay(expert.timeZone, moment);
  const ofDay = expert.bookings.filter(({ startsAt }) => localDay(expert.timeZone, +startsAt) === day);
  return ofDay.reduce((sum, { startsAt, endsAt }) => sum + Math.round((+endsAt - +startsAt) / MINUTE), 0);
}

const fitsDay = (expert: RosterExpert, start: number, { visitMinutes }: DispatchRequest, { dailyCapMinutes }: DispatchPolicy): boolean =>
  bookedMinutesOfDay(expert, start) + visitMinutes <= dailyCapMinutes;

/** Every required skill must hold until the visit ends. */
export function skillsEnd(expert: RosterExpert, { requiredSkills }: DispatchRequest): number {
  const needed = new Set(requiredSkills.map(({ skillId }) => skillId));
  return Math.min(Infinity, ...expert.skills.flatMap(({ skillId, validUntil }) => (needed.has(skillId) && validUntil ? [+validUntil] : [])));
}

export const blockOf = ({ blockedFrom, blockedUntil }: Pick<Booking, 'blockedFrom' | 'blockedUntil'>): Interval => ({ from: +blockedFrom, until: +blockedUntil });
const latest = (bookings: Booking[]): Booking | null => bookings.reduce<Booking | null>((a, b) => (a && a.endsAt >= b.endsAt ? a : b), null);
const earliest = (bookings: Booking[]): Booking | null => bookings.reduce<Booking | null>((a, b) => (a && a.startsAt <= b.startsAt ? a : b), null);
const ceilToMinute = (time: number): number => Math.ceil(time / MINUTE) * MINUTE;
