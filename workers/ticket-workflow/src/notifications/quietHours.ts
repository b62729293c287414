import { isTimeZone, stretchAt } from '@sysops-squad/chassis/timeZone';

export type QuietHours = { start: string; end: string; timeZone: string };

const MINUTE = 60_000;
const DAY = 1_440;

/**
 * Whole minutes that pass until the quiet hours end; 0 outside of them. `end` may be earlier than `start`: over midnight. An unknown zone counts
 * as UTC: better a little off than never delivered.
 */
export function quietMinutesLeft({ start, end, timeZone }: QuietHours, now: Date): number {
  const quiet = { start: minuteOfDay(start), end: minuteOfDay(end), timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' };
  return Math.ceil((endOfQuiet(quiet, +now) - +now) / MINUTE);
}

type Quiet = { start: number; end: number; timeZone: string };

/** The first moment from `instant` on that is not quiet: where a clock is changed before that, what it shows then decides. */
function endOfQuiet(quiet: Quiet, instant: number): number {
  const { until, offset } = stretchAt(quiet.timeZone, instant);
  const minute = Math.floor((instant + offset) / MINUTE);
  const left = minutesLeft(quiet, ((minute % DAY) + DAY) % DAY);
  if (left === 0) return instant;
  const end = (minute + left) * MINUTE - offset;
  return end < until ? end : endOfQuiet(quiet, until);
}

function minutesLeft({ start, end }: Quiet, minute: number): number {
  const length = (end - start + DAY) % DAY;
  const passed = (minute - start + DAY) % DAY;
  return passed < length ? length - passed : 0;
}

const minuteOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};
