import fc from '@sysops-squad/chassis/testing/properties';
import { detectDateOrder, readTime } from './readTime.ts';

const utc = { dateOrder: null, timeZone: 'UTC' } as const;

test.each([
  ['2026-01-05 10:00:00', '2026-01-05T10:00:00.000Z'],
  ['2026-1-5 9:05', '2026-01-05T09:05:00.000Z'],
  ['2026-01-05', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05 10:00 PM', '2026-01-05T22:00:00.000Z'],
  ['2026-01-05 12:30 am', '2026-01-05T00:30:00.000Z'],
  ['2026-10-25T02:30:00+0200', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T02:30:00.123-05:30', '2026-10-25T08:00:00.000Z'],
  ['12.11.2025', '2025-11-12T00:00:00.000Z'],
  ['12.11.2025 08:15', '2025-11-12T08:15:00.000Z'],
  ['31/12/2025', '2025-12-31T00:00:00.000Z'],
  ['12/31/2025', '2025-12-31T00:00:00.000Z'],
  ['3/3/2025', '2025-03-03T00:00:00.000Z'],
  ['Jan 5 2026', '2026-01-05T00:00:00.000Z'],
  ['5. März 2026 07:00', '2026-03-05T07:00:00.000Z'],
  ['1767600000', '2026-01-05T08:00:00.000Z'],
  ['1767600000000', '2026-01-05T08:00:00.000Z'],
])('%s is %s', (text, at) => expect(readTime(text, utc)).toEqual({ at, warning: null }));

test.each([
  '2026-02-30 10:00:00', '31.4.2026', '2026-13-01', '2026-01-05 24:00', '2026-01-05 10:60', '2026-01-05 13:00 PM', '45321', '5', '2026',
  '2026-01-05T10:00:00+25:00', 'soon', '', '5 Foo 2026', '2026-01-05 10:00 tomorrow',
])('%s is refused', (text) => expect(readTime(text, utc)).toEqual({ refused: expect.any(String) }));

test('day and month are told apart over the whole file, or asked for', () => {
  expect(detectDateOrder(['1/2/2026', '31/12/2025'])).toBe('dmy');
  expect(detectDateOrder(['1/2/2026', '12/31/2025'])).toBe('mdy');
  expect(detectDateOrder(['1/2/2026', '12.11.2025'])).toBeNull();
  expect(detectDateOrder(['13/2/2026', '2/13/2026'])).toBeNull();
  expect(readTime('1/2/2026', { ...utc, dateOrder: 'dmy' })).toMatchObject({ at: '2026-02-01T00:00:00.000Z' });
  expect(readTime('1/2/2026', { ...utc, dateOrder: 'mdy' })).toMatchObject({ at: '2026-01-02T00:00:00.000Z' });
  expect(readTime('1/2/2026', utc)).toEqual({ refused: expect.stringContaining('--date-order') });
});

test('times without a zone are of the zone that is said; an hour that clocks skip is moved, and told', () => {
  const berlin = { dateOrder: null, timeZone: 'Europe/Berlin' } as const;
  expect(readTime('2026-01-05 10:00', berlin)).toEqual({ at: '2026-01-05T09:00:00.000Z', warning: null });
  expect(readTime('2026-07-05 10:00', berlin)).toEqual({ at: '2026-07-05T08:00:00.000Z', warning: null });
  expect(readTime('2026-03-29 02:30:00', berlin)).toEqual({ at: '2026-03-29T01:30:00.000Z', warning: expect.stringContaining('does not exist') });
});

test('every instant reads back, however it is written', () => {
  const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000));
  const two = (n: number) => String(n).padStart(2, '0');
  fc.assert(fc.property(instant, (at) => {
    const [y, m, d] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
    const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
    for (const text of [at.toISOString(), `${y}-${two(m)}-${two(d)} ${clock}`, `${two(d)}.${two(m)}.${y} ${clock}`])
      expect(readTime(text, utc)).toEqual({ at: at.toISOString(), warning: null });
    expect(readTime(`${d}/${m}/${y} ${clock}`, { ...utc, dateOrder: 'dmy' })).toMatchObject({ at: at.toISOString() });
    expect(readTime(`${m}/${d}/${y} ${clock}`, { ...utc, dateOrder: 'mdy' })).toMatchObject({ at: at.toISOString() });
  }));
});
