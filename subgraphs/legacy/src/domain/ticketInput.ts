import { normalText } from '@sysops-squad/chassis/text/normalText';
import { isAtMost } from '@sysops-squad/chassis/text/textLength';
import { userError, type UserError } from '@sysops-squad/chassis/userError';

export type WindowInput = { start: Date; end: Date };
const hour = 3_600_000;

const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);

export const mistakesInDescription = (description: string): UserError[] =>
  normalText(description) === '' || !isAtMost(normalText(description), 5_000) ? [invalid('description must have 1 to 5,000 characters.', 'description')] : [];

export const mistakesInReason = (reason: string): UserError[] =>
  normalText(reason) === '' || !isAtMost(normalText(reason), 500) ? [invalid('reason must have 1 to 500 characters.', 'reason')] : [];

/** A ticket of the monolith has room for one window. */
export function mistakesInWindows(windows: readonly WindowInput[], now: Date): UserError[] {
  if (windows.length > 1) return [userError('UNSUPPORTED_BY_MONOLITH', 'The old system keeps one window for each ticket: name the best one.', 'windows[1]')];
  return windows.flatMap(({ start, end }, n) => {
    if (start <= now) return [invalid('start must lie in the future.', `windows[${n}].start`)];
    const length = end.getTime() - start.getTime();
    return length >= hour && length <= 25 * hour ? [] : [invalid('A window must be 1 to 25 hours long.', `windows[${n}].end`)];
  });
}
