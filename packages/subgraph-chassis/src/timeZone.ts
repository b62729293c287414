import { Temporal } from 'temporal-polyfill';
import { createRecent } from './recent.ts';

/** A stretch [from, until) in which a zone does not change its clock: local time is the instant plus `offset`. All in milliseconds. */
export type Stretch = { from: number; until: number; offset: number };

const DAY = 86_400_000;
const MOST_STRETCHES = 64;
// There are about 600 names; a caller may write each of them in capitals and small letters.
const zones = createRecent<Stretch[]>(700);
let last: { timeZone: string; stretch: Stretch } | null = null;

/** @throws RangeError for a zone that does not exist */
export function stretchAt(timeZone: string, instant: number): Stretch {
  if (last && last.timeZone === timeZone && lies(instant, last.stretch)) return last.stretch;
  const known = zones.getOrMake(timeZone, () => []);
  const stretch = known.find((one) => lies(instant, one)) ?? remember(known, read(timeZone, instant));
  last = { timeZone, stretch };
  return stretch;
}

const lies = (instant: number, { from, until }: Stretch): boolean => from <= instant && instant < until;

function remember(known: Stretch[], stretch: Stretch): Stretch {
  if (known.length >= MOST_STRETCHES) known.length = 0;
  known.push(stretch);
  return stretch;
}

function read(timeZone: string, instant: number): Stretch {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  return {
    // A change at this very instant is the one before.
    from: local.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
    until: local.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset: local.offsetNanoseconds / 1_000_000,
  };
}

/** The stretches that lie in [from, until), in order, cut to it. */
export function* stretchesIn(timeZone: string, from: number, until: number): Generator<Stretch> {
  for (let at = from; at < until; ) {
    const stretch = stretchAt(timeZone, at);
    yield { from: at, until: Math.min(until, stretch.until), offset: stretch.offset };
    at = stretch.until;
  }
}

/** What the clock on the wall shows, as if it were UTC. */
export const wallClock = (timeZone: string, instant: number): number => instant + stretchAt(timeZone, instant).offset;

/** The date in the zone, in days since 1970. */
export const localDay = (timeZone: string, instant: number): number => Math.floor(wallClock(timeZone, instant) / DAY);

/** The first instant after this one that has a later date in the zone. */
export function nextLocalDay(timeZone: string, instant: number): number {
  const { until, offset } = stretchAt(timeZone, instant);
  const day = Math.floor((instant + offset) / DAY);
  const midnight = (day + 1) * DAY - offset;
  if (midnight < until) return midnight;
  return localDay(timeZone, until) > day ? until : nextLocalDay(timeZone, until);
}

/** IANA names only. Offsets such as +01:00 are not names: they do not know of summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || name.length > 60) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
