import { readLine, readProse } from '@sysops-squad/chassis/text/readText';
import { invalid } from './decision.ts';
import type { Refusal } from './decision.ts';
import type { Window } from './ticket.ts';

const hour = 3_600_000;

/** Characters as people see them between the limits in the normal form, and no control character but line breaks and tabs. */
export function checkText(text: string, field: string, minimum: number, maximum: number): Refusal | null {
  const reading = readProse(text, field, { minimum, maximum });
  return 'refused' in reading ? invalid(reading.refused[0]!.message, field) : null;
}

/** The same for a title or a tag, which has one line. */
export function checkLine(text: string, field: string, maximum: number): Refusal | null {
  const reading = readLine(text, field, { maximum });
  return 'refused' in reading ? invalid(reading.refused[0]!.message, field) : null;
}

/** Ids are printable and short; anything else cannot be one of ours. */
export const isId = (text: string): boolean => /^[\x21-\x7e]{1,100}$/.test(text);

export const checkId = (id: string, field: string): Refusal | null =>
  isId(id) ? null : invalid(`\`${field}\` is not an id.`, field);

const longestWindow = 25 * hour; // the day on which clocks go back
const horizonDays = 400;

export function checkWindows(windows: readonly Window[], now: Date, field = 'windows'): Refusal | null {
  if (windows.length > 10) return invalid('At most 10 windows.', field);
  const horizon = new Date(now.getTime() + horizonDays * 24 * hour);
  for (const [n, { start, end }] of windows.entries()) {
    const length = end.getTime() - start.getTime();
    if (start <= now) return invalid('A window must begin in the future.', `${field}[${n}].start`);
    if (length < hour || length > longestWindow) return invalid('A window must be 1 to 25 hours long.', `${field}[${n}].end`);
    if (end > horizon) return invalid(`A window must end within ${horizonDays} days.`, `${field}[${n}].end`);
  }
  const isTooLong = mergedWindows(windows).some(({ start, end }) => end.getTime() - start.getTime() > longestWindow);
  return isTooLong ? invalid('Windows that overlap are one window, of at most 25 hours: leave time between them, or name fewer.', field) : null;
}

/** Equal windows and those that overlap are one; the others stay as they are, in their order. */
export function mergedWindows(windows: readonly Window[]): Window[] {
  const merged: Window[] = [];
  for (const window of windows) {
    let whole = window;
    for (let n = merged.findIndex((one) => overlaps(one, whole)); n >= 0; n = merged.findIndex((one) => overlaps(one, whole))) {
      const [one] = merged.splice(n, 1);
      whole = { start: new Date(Math.min(+one!.start, +whole.start)), end: new Date(Math.max(+one!.end, +whole.end)) };
    }
    merged.push(whole);
  }
  return merged;
}

const overlaps = (a: Window, b: Window): boolean => a.start < b.end && b.start < a.end;

/** The first refusal of several checks. */
export const firstOf = (...checks: (Refusal | null)[]): Refusal | null => checks.find((check) => check !== null) ?? null;
