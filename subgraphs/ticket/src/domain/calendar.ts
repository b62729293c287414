import { without, type Interval } from './dispatch/intervals.ts';

/** Weekday 1 is Monday; from and until are times on the clock of the zone, until 24:00. */
export type Opening = { weekday: number; from: string; until: string };
export type Calendar = {
  timeZone: string;
  opening: readonly Opening[];
  /** Dates in the zone, such as 2026-12-25: closed. */
  holidays: readonly string[];
};

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Nobody is promised anything in ten years: a calendar that is never open ends here. */
const LONGEST_DAYS = 3_660;

/** When the calendar is open from this moment on, in order. */
export function* openFrom({ timeZone, opening, holidays }: Calendar, from: number): Generator<Interval> {
  const today = dayOf(from, timeZone);
  for (let day = today; day < today + LONGEST_DAYS * DAY; day += DAY) {
    if (holidays.includes(new Date(day).toISOString().slice(0, 10))) continue;
    for (const hours of opening.filter(({ weekday }) => weekday === weekdayOf(day)).toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
      const until = instantOf(day, hours.until, timeZone);
      if (until > from) yield { from: Math.max(from, instantOf(day, hours.from, timeZone)), until };
    }
  }
}

/** The first moment at which a clock that runs in these stretches, and stands still during the pauses, has counted so many minutes. */
export function momentAfter(running: Iterable<Interval>, pauses: readonly Interval[], minutes: number): number {
  let left = minutes * MINUTE;
  for (const stretch of running) {
    for (const { from, until } of without(stretch, [...pauses])) {
      if (until - from >= left) return from + left;
      left -= until - from;
    }
  }
  throw new Error(`a calendar that does not open for ${minutes} minutes within ten years`);
}

/** A day is its midnight as if the zone were UTC. 1970-01-01 was a Thursday. */
const dayOf = (instant: number, timeZone: string): number => Math.floor((instant + offsetAt(instant, timeZone)) / DAY) * DAY;
const weekdayOf = (day: number): number => ((day / DAY + 3) % 7) + 1;

/** The second guess is right unless the time lies within the hour in which the clock is changed: there nobody opens or closes. */
function instantOf(day: number, clock: string, timeZone: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const wall = day + (hours * 60 + minutes) * MINUTE;
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which the zone's clock is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
