import { oncePer } from '@sysops-squad/chassis/oncePer';
import { localDay, stretchesIn } from '@sysops-squad/chassis/timeZone';
import { DAY, MINUTE, type RosterExpert } from './types.ts';

/** Milliseconds since 1970, end excluded. */
export type Interval = { from: number; until: number };

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.until && b.from < a.until;

/**
 * Shifts as intervals, in order, those that touch joined; from the day before `from`, so that a night shift is whole. They cover exactly the
 * instants whose local time lies in a shift: on the day of a change of clock they are longer, shorter or in two.
 */
export function shiftIntervals(expert: RosterExpert, { from, until }: Interval): Interval[] {
  const hours = workingHours(expert);
  const days: Interval[] = [];
  const last = localDay(expert.timeZone, until);
  for (let day = localDay(expert.timeZone, from) - 1; day <= last; day += 1) days.push(...hours(day));
  return join(days).filter((shift) => overlaps(shift, { from, until }));
}

type WorkingHours = (day: number) => readonly Interval[];

const MOST_DAYS = 64;

/** Kept as long as the roster's row, for every decision and every visit of it. */
const ofShifts = oncePer((_shifts: RosterExpert['shifts']) => new Map<string, WorkingHours>());

function workingHours({ shifts, timeZone }: RosterExpert): WorkingHours {
  const byZone = ofShifts(shifts);
  const known = byZone.get(timeZone);
  if (known) return known;
  const days = new Map<number, Interval[]>();
  const hours: WorkingHours = (day) => {
    const kept = days.get(day);
    if (kept) return kept;
    if (days.size >= MOST_DAYS) days.clear();
    const worked = hoursOfDay(shifts, timeZone, day);
    days.set(day, worked);
    return worked;
  };
  byZone.set(timeZone, hours);
  return hours;
}

/** When the shifts that begin on this local date, in days since 1970, are worked. */
function hoursOfDay(shifts: RosterExpert['shifts'], timeZone: string, day: number): Interval[] {
  // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
  const weekday = ((day + 3) % 7) + 1;
  return shifts.filter((shift) => shift.weekday === weekday).flatMap(({ startMinute, endMinute }) => {
    const local = { from: day * DAY + startMinute * MINUTE, until: day * DAY + endMinute * MINUTE };
    return [...stretchesIn(timeZone, local.from - DAY, local.until + DAY)]
      .map(({ from, until, offset }) => ({ from: Math.max(from, local.from - offset), until: Math.min(until, local.until - offset) }))
      .filter(({ from, until }) => from < until);
  });
}

function join(intervals: Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const next of intervals.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && next.from <= last.until) last.until = Math.max(last.until, next.until);
    else joined.push({ ...next });
  }
  return joined;
}

/** What is left of `whole` without `parts`, in order. */
export function without(whole: Interval, parts: Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = whole.from;
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    if (part.from > from) left.push({ from, until: Math.min(part.from, whole.until) });
    from = Math.max(from, part.until);
    if (from >= whole.until) break;
  }
  if (from < whole.until) left.push({ from, until: whole.until });
  return left;
}
