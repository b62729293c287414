import { Temporal } from 'temporal-polyfill';
import { DAY, HOUR, MINUTE, iso, weekday } from './calendar.ts';
import type { Expert } from './experts.ts';
import type { Random } from './random.ts';

export type Visit = { expert: Expert; start: number; end: number; windowStart: number; windowEnd: number };

const DAYS_AHEAD = 6;

/** Books within shifts and outside time off, and never two visits on one day for one expert: so nothing overlaps, travel included. */
export function visitPlanner(random: Random) {
  const taken = new Set<string>();
  return function planVisit(experts: readonly Expert[], minutes: number, firstDay: number): Visit | undefined {
    const offset = random.between(0, Math.max(0, experts.length - 1));
    for (let day = firstDay; day < firstDay + DAYS_AHEAD * DAY; day += DAY) {
      for (let n = 0; n < experts.length; n += 1) {
        const expert = experts[(n + offset) % experts.length]!;
        const start = freeStart(expert, day, minutes, random);
        if (start === undefined || taken.has(`${expert.id}:${day}`)) continue;
        taken.add(`${expert.id}:${day}`);
        return { expert, start, end: start + minutes * MINUTE, windowStart: start - HOUR, windowEnd: start + minutes * MINUTE + HOUR };
      }
    }
    return undefined;
  };
}

function freeStart(expert: Expert, day: number, minutes: number, random: Random): number | undefined {
  const shift = expert.shifts.find((candidate) => candidate.weekday === weekday(day));
  const away = expert.timeOff.some(({ start, end }) => start < iso(day + DAY) && end > iso(day));
  if (!shift || away) return undefined;
  const from = instantOf(day, shift.start, expert.timeZone) + 30 * MINUTE;
  const quarters = Math.floor((instantOf(day, shift.end, expert.timeZone) - 45 * MINUTE - minutes * MINUTE - from) / (15 * MINUTE));
  return from + random.between(0, quarters) * 15 * MINUTE;
}

/** When the clock of the zone shows this time on the date of `day`, which is its midnight in UTC. */
function instantOf(day: number, clock: string, timeZone: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const midnight = Temporal.Instant.fromEpochMilliseconds(day).toZonedDateTimeISO('UTC').toPlainDateTime();
  return midnight.add({ hours, minutes }).toZonedDateTime(timeZone).epochMilliseconds;
}
