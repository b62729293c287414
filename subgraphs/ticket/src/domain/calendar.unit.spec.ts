import fc from '@sysops-squad/chassis/testing/properties';
import { momentAfter, openFrom, type Calendar } from './calendar.ts';
import type { Interval } from './dispatch/intervals.ts';

const MINUTE = 60_000;
const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** What a person would do: look at the clock on the wall every minute, and count when the shop is open and nobody has stopped the clock. */
function countedByHand({ timeZone, opening, holidays }: Calendar, pauses: readonly Interval[], from: number, minutes: number): number {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  for (let at = from, counted = 0; ; at += MINUTE) {
    if (counted === minutes) return at;
    const [date = '', time = ''] = wall.format(at).split(' ');
    const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
    const open = !holidays.includes(date) && opening.some((hours) => hours.weekday === weekday && hours.from <= time && time < hours.until);
    if (open && !pauses.some((pause) => pause.from <= at && at < pause.until)) counted += 1;
  }
}

// Nobody opens or closes while clocks are changed: between 00:01 and 03:59.
const boundary = fc.oneof(fc.constantFrom(0, 1_440), fc.integer({ min: 240, max: 1_440 }));
const opening = fc.tuple(fc.integer({ min: 1, max: 7 }), boundary, boundary)
  .filter(([, a, b]) => a !== b).map(([weekday, a, b]) => ({ weekday, from: clock(Math.min(a, b)), until: clock(Math.max(a, b)) }));
const oneADay = fc.uniqueArray(opening, { minLength: 2, maxLength: 7, selector: ({ weekday }) => weekday });
// Around the changes of the clock in Berlin and New York, and Christmas.
const moment = fc.constantFrom('2026-03-06T00:00Z', '2026-03-27T00:00Z', '2026-10-23T00:00Z', '2026-10-30T00:00Z', '2026-12-22T00:00Z').chain((day) => fc.integer({ min: 0, max: 4 * 1_440 }).map((minute) => Date.parse(day) + minute * MINUTE));
const holidays = fc.subarray(['2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26', '2026-12-24', '2026-12-25', '2026-12-26']);
const calendar = fc.record<Calendar>({ timeZone: fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York', 'Asia/Kolkata'), opening: oneADay, holidays });
const pauses = (from: number) => fc.array(fc.tuple(fc.integer({ min: -600, max: 4_000 }), fc.integer({ min: 0, max: 2_000 })), { maxLength: 3 })
  .map((all) => all.map(([start, length]) => ({ from: from + start * MINUTE, until: from + (start + length) * MINUTE })));

test('as counted by hand, minute by minute, through changes of the clock, holidays and pauses', () => {
  const asked = fc.record({ calendar, from: moment, minutes: fc.integer({ min: 1, max: 1_500 }) }).chain((given) => pauses(given.from).map((stopped) => ({ ...given, stopped })));
  fc.assert(fc.property(asked, ({ calendar: given, from, minutes, stopped }) => {
    expect(momentAfter(openFrom(given, from), stopped, minutes)).toBe(countedByHand(given, stopped, from, minutes));
  }), { numRuns: 150, seed: 20_261_125 });
});

test('a longer target is never earlier, and what is counted in two parts is counted in one', () => {
  fc.assert(fc.property(calendar, moment, fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 2_000 }), (given, from, a, b) => {
    const first = momentAfter(openFrom(given, from), [], a);
    const both = momentAfter(openFrom(given, from), [], a + b);
    expect(both).toBeGreaterThan(first);
    expect(momentAfter(openFrom(given, first), [], b)).toBe(both);
  }), { numRuns: 300 });
});

test('a clock that never stops, and seconds that count too', () => {
  expect(momentAfter([{ from: 1_234, until: Infinity }], [], 2)).toBe(1_234 + 2 * MINUTE);
  expect(momentAfter([{ from: 0, until: Infinity }], [{ from: MINUTE / 2, until: 10 * MINUTE }], 1)).toBe(10.5 * MINUTE);
});

test('a calendar that never opens is an error, not an endless search', () => {
  expect(() => momentAfter(openFrom({ timeZone: 'UTC', opening: [], holidays: [] }, 0), [], 1)).toThrow('ten years');
});
