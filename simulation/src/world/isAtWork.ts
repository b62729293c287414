import { DAY, MINUTE } from './calendar.ts';
import type { Expert } from './world.ts';

export type Stretch = { from: number; until: number };

/** Shifts of a day (its first moment) on which the expert is not on leave. */
export function shiftsOn({ active, shifts, timeOff }: Expert, day: number): Stretch[] {
  if (!active) return [];
  const weekday = new Date(day).getUTCDay() || 7;
  return shifts
    .filter((shift) => shift.weekday === weekday)
    .map(({ startMinute, endMinute }) => ({ from: day + startMinute * MINUTE, until: day + endMinute * MINUTE }))
    .filter(({ from, until }) => !timeOff.some(({ start, end }) => +start < until && +end > from));
}

export const isAtWork = (expert: Expert, now: number): boolean => shiftsOn(expert, now - (now % DAY)).some(({ from, until }) => from <= now && now < until);
