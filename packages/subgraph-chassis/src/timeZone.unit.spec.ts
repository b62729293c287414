import { isTimeZone, localDay, nextLocalDay, stretchAt, stretchesIn, wallClock } from './timeZone.ts';
import fc from './testing/properties.ts';

const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Asia/Beirut', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'europe/london');
const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });
const shownBy = (timeZone: string, at: number): number => Date.parse(`${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at).replace(' ', 'T')}Z`);
const second = (at: number): number => Math.floor(at / 1_000) * 1_000;

test('the clock shows what the runtime says it shows, in any order of asking', () => {
  fc.assert(fc.property(zone, instant, (timeZone, at) => expect(second(wallClock(timeZone, at))).toBe(shownBy(timeZone, at))), { numRuns: 500 });
});

test('a stretch begins and ends where the clock is changed', () => {
  fc.assert(fc.property(zone, instant, (timeZone, at) => {
    const { from, until, offset } = stretchAt(timeZone, at);
    expect(from <= at && at < until).toBe(true);
    for (const edge of [from, until].filter(Number.isFinite)) {
      expect(stretchAt(timeZone, edge - 1).offset - stretchAt(timeZone, edge).offset).not.toBe(0);
      expect(second(edge - 1 + stretchAt(timeZone, edge - 1).offset)).toBe(shownBy(timeZone, edge - 1));
    }
    expect(second(at + offset)).toBe(shownBy(timeZone, at));
  }), { numRuns: 300 });
});

test('stretches of a time cover it without a gap', () => {
  fc.assert(fc.property(zone, instant, fc.integer({ min: 1, max: 400 * 86_400_000 }), (timeZone, from, length) => {
    const all = [...stretchesIn(timeZone, from, from + length)];
    expect([all[0]!.from, all.at(-1)!.until]).toEqual([from, from + length]);
    all.slice(1).forEach((one, n) => expect(one.from).toBe(all[n]!.until));
  }), { numRuns: 200 });
});

test('the next day begins with the first later date, after 26 hours at most', () => {
  fc.assert(fc.property(zone, instant, (timeZone, at) => {
    const next = nextLocalDay(timeZone, at);
    expect([localDay(timeZone, next) > localDay(timeZone, at), localDay(timeZone, next - 1)]).toEqual([true, localDay(timeZone, at)]);
    expect(next - at).toBeLessThanOrEqual(26 * 3_600_000);
  }), { numRuns: 300 });
});

test('names of zones are names: offsets, places that do not exist and long texts are not', () => {
  expect(['Europe/Berlin', 'UTC', 'america/new_york', 'Etc/GMT+5'].filter((name) => !isTimeZone(name))).toEqual([]);
  expect(['', '+01:00', 'Mars/Olympus', 'Europe/Berlin ', 'A'.repeat(61), 'Europe/Berlin\0'].filter(isTimeZone)).toEqual([]);
  expect(() => stretchAt('Mars/Olympus', 0)).toThrow(RangeError);
});
