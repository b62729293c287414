import { readProse } from '@sysops-squad/chassis/text/readText';
import { invalid } from './decision.ts';
import type { Refusal } from './decision.ts';
import type { Window } from './ticket.ts';

const hour = 3_600_000;

/** Characters as people see them between the limits in the normal form, and no control character but line breaks and tabs. */
export function checkText(text: string, field: string, minimum: number, maximum: number): Refusal | null {
  const reading = readProse(text, field, { minimum, maximum });
  return 'refused' in reading ? invalid(reading.refused[0]!.message, field) : null;
}

/** Ids are printable and short; anything else cannot be one of ours. */
export const isId = (text: string): boolean => /^[\x21-\x7e]{1,100}$/.test(text);

export const checkId = (id: string, field: string): Refusal | null =>
  isId(id) ? null : invalid(`\`${field}\` is not an id.`, field);

export function checkWindows(windows: readonly Window[], now: Date, field = 'windows'): Refusal | null {
  if (windows.length > 10) return invalid('At most 10 windows.', field);
  for (const [n, { start, end }] of windows.entries()) {
    const length = end.getTime() - start.getTime();
    if (start <= now) return invalid('A window must begin in the future.', `${field}[${n}].start`);
    if (length < hour || length > 24 * hour) return invalid('A window must be 1 to 24 hours long.', `${field}[${n}].end`);
  }
  return null;
}

/** The first refusal of several checks. */
export const firstOf = (...checks: (Refusal | null)[]): Refusal | null => checks.find((check) => check !== null) ?? null;
