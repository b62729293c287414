import fc from '@sysops-squad/chassis/testing/properties';
import { checkWindows, mergedWindows } from './input.ts';
import type { Window } from './ticket.ts';

const now = new Date('2026-10-20T08:00:00Z');
const hour = 3_600_000;
const window = (from: number, to: number): Window => ({ start: new Date(now.getTime() + from * hour), end: new Date(now.getTime() + to * hour) });
const fieldOf = (...windows: Window[]): string | undefined => checkWindows(windows, now)?.field;

test('the day of 25 hours is one window, and no window is longer', () => {
  expect(fieldOf({ start: new Date('2026-10-25T00:00:00+02:00'), end: new Date('2026-10-26T00:00:00+01:00') })).toBeUndefined();
  expect(fieldOf(window(1, 26.1))).toBe('windows[0].end');
});

test('up to 400 days ahead', () => {
  expect(fieldOf(window(398 * 24, 398 * 24 + 2))).toBeUndefined();
  expect(fieldOf(window(400 * 24 - 1, 400 * 24 + 1))).toBe('windows[0].end');
});

test('equal windows and those that overlap are one', () => {
  expect(mergedWindows([window(1, 3), window(1, 3), window(8, 9), window(2, 5), window(5, 6)])).toEqual([window(8, 9), window(1, 5), window(5, 6)]);
  expect(fieldOf(window(1, 20), window(19, 30))).toBe('windows');
});

test('merging changes no moment and leaves no overlap', () => {
  const one = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 10 })).map(([from, length]) => window(from, from + length));
  fc.assert(fc.property(fc.array(one, { maxLength: 10 }), (windows) => {
    const merged = mergedWindows(windows);
    const covering = (list: readonly Window[], at: number) => list.filter(({ start, end }) => +start <= at && at < +end).length;
    for (let half = 0; half < 120; half += 1) {
      const at = now.getTime() + (half / 2) * hour;
      expect(covering(merged, at)).toBe(Math.min(1, covering(windows, at)));
    }
    expect(mergedWindows(merged)).toEqual(merged);
  }));
});
