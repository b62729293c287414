import { DAY, MINUTE, type RosterExpert } from './types.ts';

/** Milliseconds since 1970, end excluded. */
export type Interval = { from: number; until: number };

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.until && b.from < a.until;

/** Shifts as intervals, in order, those that touch joined; from the day before `from`, so that a night shift is whole. */
export function shiftIntervals(expert: RosterExpert, { from, until }: Interval): Interval[] {
  const days: Interval[] = [];
  for (let day = Math.floor(from / DAY) * DAY - DAY; day < until; day += DAY) {
    // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
    const weekday = ((day / DAY + 3) % 7) + 1;
    for (const shift of expert.shifts) {
      if (shift.weekday === weekday) days.push({ from: day + shift.startMinute * MINUTE, until: day + shift.endMinute * MINUTE });
    }
  }
  return join(days).filter((shift) => overlaps(shift, { from, until }));
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
