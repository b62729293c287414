import { parseValue as parseGraphql, type GraphQLScalarType } from 'graphql';
import { scalars } from './scalars.ts';
import fc from './testing/properties.ts';

type Name = keyof typeof scalars;
const attempt = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};
const byVariable = (scalar: GraphQLScalarType, value: unknown) => attempt(() => scalar.parseValue(value));
const byLiteral = (scalar: GraphQLScalarType, value: unknown) => attempt(() => scalar.parseLiteral(parseGraphql(JSON.stringify(value)), {}));

const instants = fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true });
const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
const two = (n: number): string => String(n).padStart(2, '0');
const offsetText = (minutes: number): string => `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
/** The same instant, as a clock that is so far from UTC shows it. */
const seenAt = (instant: Date, minutes: number): string =>
  `${new Date(instant.getTime() + minutes * 60_000).toISOString().slice(0, -1)}${offsetText(minutes)}`;

describe('DateTime', () => {
  const { DateTime } = scalars;
  it('is the same instant with every offset, and is written in UTC', () => {
    fc.assert(fc.property(instants, offsets, (instant, minutes) => {
      expect(DateTime.serialize(DateTime.parseValue(seenAt(instant, minutes)))).toBe(instant.toISOString());
    }));
  });
  it('takes the days that exist and no others', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(fc.property(part(9_999), part(13), part(32), (year, month, day) => {
      const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
      const daysIn = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
      const exists = year > 0 && day >= 1 && day <= daysIn;
      expect(byVariable(DateTime, `${date}T12:00:00Z`)).toEqual(exists ? new Date(`${date}T12:00:00Z`) : 'BAD_USER_INPUT');
      expect(byVariable(scalars.Date, date)).toBe(exists ? date : 'BAD_USER_INPUT');
    }), { numRuns: 2_000 });
  });
  it.each([
    '2026-02-30T00:00:00Z', '2026-02-29T00:00:00Z', '2026-11-22T24:00:00Z', '2026-12-31T23:59:60Z', '2026-11-22T13:60:00Z', '2026-11-22', '2026-11-22T13:00:00',
    '2026-13-01T00:00:00Z', '2026-00-01T00:00:00Z', '0000-01-01T00:00:00Z', '10000-01-01T00:00:00Z', '+002026-01-01T00:00:00Z', '2026-11-22 13:00:00Z',
    '2026-11-22T13:00:00+15:00', '2026-11-22T13:00:00+24:00', '9999-12-31T23:00:00-02:00', '2026-11-22T13:00:00z', '2026-11-22T13:00:00.Z', ' 2026-11-22T13:00:00Z', 5, true, null, {}, [],
  ])('refuses %j', (value) => expect([byVariable(DateTime, value), byLiteral(DateTime, value)]).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']));
  it.each(['2026-11-22T13:00Z', '2026-11-22T13:00:00.123456789Z', '2024-02-29T00:00:00Z', '2026-11-22T13:00:00-00:00', '2026-11-22T13:00:00+05:45'])('takes %s', (value) =>
    expect(DateTime.parseValue(value)).toEqual(new Date(value)));
});

describe('Date', () => {
  it('is its own form', () => fc.assert(fc.property(instants, (instant) => {
    const date = instant.toISOString().slice(0, 10);
    expect([scalars.Date.serialize(scalars.Date.parseValue(date)), scalars.Date.serialize(instant)]).toEqual([date, date]);
  })));
  it.each(['2026-2-3', '2026-02-30', '0000-01-01', 20260203, '2026-02-03T00:00:00Z', null])('refuses %j', (value) => expect(byVariable(scalars.Date, value)).toBe('BAD_USER_INPUT'));
});

describe('BigInt', () => {
  const { BigInt: scalar } = scalars;
  it('comes back as it was, as a number while a JSON number can hold it', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), (integer) => {
      const written = scalar.serialize(scalar.parseValue(integer.toString()));
      expect(BigInt(written as string)).toBe(integer);
      expect(scalar.parseValue(JSON.parse(JSON.stringify(written)))).toBe(integer);
      expect(typeof written).toBe(integer <= BigInt(Number.MAX_SAFE_INTEGER) && integer >= BigInt(Number.MIN_SAFE_INTEGER) ? 'number' : 'string');
    }));
  });
  it.each(['', '-', '1.0', '1e3', ' 1', '0x10', '9'.repeat(19), 1.5, 2 ** 53, null, true, []])('refuses %j', (value) => expect(byVariable(scalar, value)).toBe('BAD_USER_INPUT'));
});

describe('Duration', () => {
  const part = fc.option(fc.nat(999_999));
  it('is its own form', () => fc.assert(fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
    const clock = [[hours, 'H'], [minutes, 'M'], [seconds, 'S']].map(([n, unit]) => (n === null ? '' : `${n}${unit}`)).join('');
    const text = `P${days === null ? '' : `${days}D`}${clock && `T${clock}`}`;
    expect(byVariable(scalars.Duration, text)).toBe(text === 'P' ? 'BAD_USER_INPUT' : text);
  })));
  it.each(['4h', 'P', 'PT', 'P1Y', 'PT1.5H', '-PT1H', `P${'9'.repeat(400)}D`, 4, null])('refuses %j', (value) => expect(byVariable(scalars.Duration, value)).toBe('BAD_USER_INPUT'));
});

it('literals are read like variables, and no refusal quotes what came', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), instants.map((instant) => instant.toISOString()), fc.stringMatching(/^P?T?\d{1,3}[DHMS]$/));
  fc.assert(fc.property(fc.constantFrom<Name>('DateTime', 'Date', 'Duration', 'BigInt'), value, (name, input) => {
    expect(byLiteral(scalars[name], input)).toEqual(byVariable(scalars[name], input));
    expect(() => scalars[name].parseValue({ secret: 'hunter2' })).toThrow(/^(?!.*hunter2)/);
  }));
});
