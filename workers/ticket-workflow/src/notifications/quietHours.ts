export type QuietHours = { start: string; end: string; timeZone: string };

const DAY = 1_440;

/** Whole minutes until the quiet hours end; 0 outside of them. `end` may be earlier than `start`: over midnight. */
export function quietMinutesLeft({ start, end, timeZone }: QuietHours, now: Date): number {
  const minute = minuteOfDay(wallClock(now, timeZone));
  const from = minuteOfDay(start);
  const length = (minuteOfDay(end) - from + DAY) % DAY;
  const passed = (minute - from + DAY) % DAY;
  return passed < length ? length - passed : 0;
}

const minuteOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** An unknown zone counts as UTC: better a little off than never delivered. */
function wallClock(now: Date, timeZone: string): string {
  const read = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone }).format(now);
  try {
    return read(timeZone);
  } catch {
    return read('UTC');
  }
}
