import fc from '@sysops-squad/chassis/testing/properties';
import { checkExpert } from './checkExpert.ts';
import { decideDispatch } from './decideDispatch.ts';
import { shiftIntervals } from './intervals.ts';
import { clockOf } from './testing/clockOf.ts';
import { aRequest, anExpert, berlin, policy } from './testing/roster.ts';
import { DAY, MINUTE, type RosterExpert } from './types.ts';

const zones = [
  'UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/St_Johns', 'America/Havana', 'Asia/Kolkata', 'Asia/Beirut', 'Africa/Cairo',
  'Australia/Lord_Howe', 'Pacific/Auckland', 'Pacific/Kiritimati',
];
const timeZone = fc.constantFrom(...zones);
// Each quarter of an hour of a year, the days around each change of clock more often.
const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-04-24', '2026-10-04', '2026-10-25', '2026-10-30', '2026-11-01'].map((day) => Date.parse(day));
const day = fc.oneof(fc.constantFrom(...changes).chain((at) => fc.integer({ min: -1, max: 1 }).map((n) => at + n * DAY)), fc.integer({ min: 0, max: 364 }).map((n) => Date.UTC(2026, 0, 1) + n * DAY));
const shift = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([weekday, start, length]) => ({ weekday, startMinute: start * 15, endMinute: start * 15 + length * 15 }));
const everyDay = (startMinute: number, endMinute: number): RosterExpert['shifts'] => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, endMinute }));

/** As said at the door: what does the clock on the wall show, and is that within the hours of today or of last night? */
function worksAt({ shifts, timeZone: zone }: RosterExpert, time: number): boolean {
  const local = clockOf(zone, time);
  const minute = (local % DAY) / MINUTE;
  const weekday = ((Math.floor(local / DAY) + 3) % 7) + 1;
  const yesterday = ((weekday + 5) % 7) + 1;
  return shifts.some((one) => (one.weekday === weekday && one.startMinute <= minute && minute < one.endMinute) || (one.weekday === yesterday && one.startMinute <= minute + 1_440 && minute + 1_440 < one.endMinute));
}

function expectExactly(expert: RosterExpert, from: number, until: number): void {
  const found = shiftIntervals(expert, { from, until });
  for (let time = from; time < until; time += 15 * MINUTE) {
    const inside = found.some((one) => one.from <= time && time < one.until);
    if (inside !== worksAt(expert, time)) throw new Error(`${expert.timeZone} at ${new Date(time).toISOString()}: ${inside ? 'works and should not' : 'should work'}`);
  }
}

test('shifts cover exactly the instants whose local time lies in them, over midnight and in any zone, every day of the year', () => {
  fc.assert(fc.property(timeZone, fc.array(shift, { maxLength: 5 }), day, (zone, shifts, from) => expectExactly(anExpert({ timeZone: zone, shifts }), from, from + 3 * DAY)), { numRuns: 400 });
});

test.each(zones)('08:00 to 16:30 is 08:00 to 16:30 on each day of the year in %s', (zone) => {
  expectExactly(anExpert({ timeZone: zone, shifts: everyDay(8 * 60, 16 * 60 + 30) }), Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
});

test('shifts that touch at midnight are one, also in the night of a change', () => {
  const shifts = [...everyDay(22 * 60, 24 * 60), ...everyDay(0, 6 * 60)];
  const nights = (from: string, until: string) => shiftIntervals(anExpert({ timeZone: 'Europe/Berlin', shifts }), { from: Date.parse(from), until: Date.parse(until) }).map((one) => (one.until - one.from) / 3_600_000);
  expect(nights('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([7]);
  expect(nights('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([9]);
  expect(nights('2026-06-01T12:00Z', '2026-06-02T12:00Z')).toEqual([8]);
});

test.each([['2026-03-29', 23], ['2026-10-25', 25], ['2026-06-01', 24]])('a whole day of %s in Berlin has %i hours', (date, hours) => {
  const weekday = ((Date.parse(date) / DAY + 3) % 7) + 1;
  const worked = shiftIntervals(anExpert({ timeZone: 'Europe/Berlin', shifts: [{ weekday, startMinute: 0, endMinute: 1_440 }] }), { from: Date.parse(date), until: Date.parse(date) + DAY });
  expect(worked.map((one) => (one.until - one.from) / 3_600_000)).toEqual([hours]);
});

describe('an expert of Berlin who works from 08:00 to 17:00', () => {
  const expert = anExpert({ timeZone: 'Europe/Berlin', home: berlin, shifts: everyDay(8 * 60, 17 * 60) });
  const broken = (time: string) => checkExpert({ expert, request: aRequest({ arriveBy: new Date('2027-01-01') }), policy, now: new Date('2026-01-01'), start: new Date(time) }).broken.map(({ rule }) => rule);

  test.each([
    ['at half past eight in winter', '2026-11-24T07:30:00Z', []], ['at half past eight in summer', '2026-07-14T06:30:00Z', []],
    ['at half past seven in winter', '2026-11-24T06:30:00Z', ['OFF_SHIFT']], ['at half past seven in summer', '2026-07-14T05:30:00Z', ['OFF_SHIFT']],
    ['until five on the day after the change', '2026-03-29T14:00:00Z', []], ['until six on that day', '2026-03-29T15:00:00Z', ['OFF_SHIFT']],
  ])('%s', (_, time, rules) => expect(broken(time)).toEqual(rules));
});

describe('the daily cap', () => {
  const booking = (from: string, until: string) => ({ startsAt: new Date(from), endsAt: new Date(until), blockedFrom: new Date(from), blockedUntil: new Date(until), location: berlin });
  const capped = { ...policy, dailyCapMinutes: 120 };

  test('counts by the date where the expert works', () => {
    const expert = anExpert({ timeZone: 'America/New_York', shifts: everyDay(0, 1_440), bookings: [booking('2026-11-24T01:00:00Z', '2026-11-24T03:00:00Z')] });
    const at = (time: string) => checkExpert({ expert, request: aRequest({ arriveBy: new Date('2027-01-01') }), policy: capped, now: new Date('2026-11-23'), start: new Date(time) }).broken.map(({ rule }) => rule);
    expect(at('2026-11-23T12:00:00Z')).toEqual(['DAILY_CAP']);
    expect(at('2026-11-24T12:00:00Z')).toEqual([]);
  });

  test('goes on at the expert’s midnight, on long and short days too', () => {
    for (const [date, midnight] of [['2026-03-29', '2026-03-29T22:00:00Z'], ['2026-10-25', '2026-10-25T23:00:00Z'], ['2026-11-24', '2026-11-24T23:00:00Z']] as const) {
      const noon = `${date}T12:00:00Z`;
      const expert = anExpert({ timeZone: 'Europe/Berlin', shifts: everyDay(0, 1_440), bookings: [booking(`${date}T08:00:00Z`, `${date}T10:00:00Z`)] });
      const { chosen } = decideDispatch({ experts: [expert], request: aRequest({ arriveBy: new Date('2027-01-01') }), policy: capped, now: new Date(noon) });
      expect(chosen?.slot.startsAt).toEqual(new Date(midnight));
    }
  });
});
