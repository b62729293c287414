import { invalid, type Refusal } from './decision.ts';
import { checkText, firstOf } from './input.ts';
import type { Opening } from './calendar.ts';
import type { Limits, ServicePolicy, Target } from './servicePolicy.ts';

export type SaveServicePolicy = Omit<ServicePolicy, 'version' | 'limits'> & { /** Absent: those of the version before. */ limits?: Limits | null;
  effectiveFrom: Date;
  note: string;
  /** The newest version that the person has seen; absent: a new one is saved behind whatever is the newest. */
  expectedVersion?: number | null;
};

const CLOCKS_DIFFER_MS = 60_000;

/** Null when the policy can be saved: targets within the limits that the schema tells, and a calendar by which they can be counted. */
export function checkServicePolicy(policy: SaveServicePolicy, now: Date): Refusal | null {
  const { calendar, dayMinutes, targets, noEntryAfterSeconds, beginAheadMinutes, contactHours } = policy;
  return firstOf(
    +policy.effectiveFrom >= +now - CLOCKS_DIFFER_MS ? null : invalid('A policy takes effect now or later: tickets are measured by the one in effect when they were created.', 'effectiveFrom'),
    checkText(policy.note, 'note', 1, 500),
    isTimeZone(calendar.timeZone) ? null : invalid('There is no such time zone; give one such as Europe/Berlin.', 'calendar.timeZone'),
    calendar.opening.length >= 1 && calendar.opening.length <= 50 ? null : invalid('Give 1 to 50 opening hours.', 'calendar.opening'),
    ...calendar.opening.map((hours, n) => checkOpening(hours, calendar.opening.slice(0, n), `calendar.opening[${n}]`)),
    calendar.holidays.length <= 1_000 ? null : invalid('At most 1,000 holidays.', 'calendar.holidays'),
    ...calendar.holidays.map((date, n) => (isDate(date) ? null : invalid('Give a date such as 2026-12-25.', `calendar.holidays[${n}]`))),
    within(dayMinutes, 1, 1_440, 'dayMinutes'), within(noEntryAfterSeconds, 0, 7_200, 'noEntryAfterSeconds'),
    within(beginAheadMinutes, 0, 20_160, 'beginAheadMinutes'), within(contactHours, 0, 8_760, 'contactHours'),
    ...Object.entries(policy.limits ?? {}).map(([name, most]) => within(most, 1, 1_000_000, `limits.${name}`)),
    ...Object.entries(targets).map(([priority, target]) => checkTarget(target, `targets.${priority}`)),
  );
}

/** In the small hours the clock is changed: an hour that does not exist, or exists twice, is no time to open or close. */
const minutesNobodyOpens = { after: '00:00', until: '04:00' };

function checkOpening({ weekday, from, until }: Opening, others: readonly Opening[], field: string): Refusal | null {
  if (!(weekday >= 1 && weekday <= 7)) return invalid('Give a weekday from 1 (Monday) to 7.', `${field}.weekday`);
  for (const [name, clock] of Object.entries({ from, until })) {
    if (!/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(clock)) return invalid('Give a time such as 08:00, at most 24:00.', `${field}.${name}`);
    if (clock > minutesNobodyOpens.after && clock < minutesNobodyOpens.until) return invalid('Not between 00:01 and 03:59, when clocks are changed.', `${field}.${name}`);
  }
  if (from >= until) return invalid('`until` must be later than `from`.', `${field}.until`);
  const clash = others.some((other) => other.weekday === weekday && other.from < until && from < other.until);
  return clash ? invalid('Overlaps other hours of that day.', `${field}.from`) : null;
}

const checkTarget = ({ respondMinutes, arriveMinutes }: Target, field: string): Refusal | null =>
  firstOf(within(respondMinutes, 1, 100_000, `${field}.respondMinutes`), within(arriveMinutes, 1, 100_000, `${field}.arriveMinutes`));

const within = (value: number, least: number, most: number, field: string): Refusal | null =>
  value >= least && value <= most ? null : invalid(`Give a number from ${least} to ${most}.`, field);

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== undefined;
  } catch {
    return false;
  }
}
