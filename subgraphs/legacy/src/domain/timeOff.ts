import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { readProse } from '@sysops-squad/chassis/text/readText';
import { userError, type UserError } from '@sysops-squad/chassis/userError';

const day = 86_400_000;

export type TimeOffInput = { start: Date; end: Date; reason: string };

/** Time off lies ahead, is at most a year long, and says why. */
export function mistakesInTimeOff({ start, end, reason }: TimeOffInput, now: Date): UserError[] {
  const mistakes: UserError[] = [];
  if (end <= start) mistakes.push(userError('INVALID_INPUT', 'end must be later than start.', 'end'));
  if (end <= now) mistakes.push(userError('INVALID_INPUT', 'end must lie in the future.', 'end'));
  if (end.getTime() - start.getTime() > 366 * day) mistakes.push(userError('INVALID_INPUT', 'At most 366 days at once.', 'end'));
  return [...mistakes, ...refusalsIn(readProse(reason, 'reason', { maximum: 500 }))];
}
