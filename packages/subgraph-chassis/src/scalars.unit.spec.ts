import { scalars } from './scalars.ts';

test('DateTime reads ISO 8601 with a zone and writes UTC', () => {
  expect(scalars.DateTime.serialize(scalars.DateTime.parseValue('2026-11-22T14:00:00+01:00'))).toBe('2026-11-22T13:00:00.000Z');
});

test.each(['2026-11-22', '2026-11-22T13:00:00', '2026-13-01T00:00:00Z', 5])('DateTime refuses %j', (value) => {
  expect(() => scalars.DateTime.parseValue(value)).toThrow('ISO 8601');
});

test.each(['2026-02-30', '2026-2-3', 20260203])('Date refuses %j', (value) => {
  expect(() => scalars.Date.parseValue(value)).toThrow('YYYY-MM-DD');
});

test('BigInt is a number while a JSON number can hold it', () => {
  expect(scalars.BigInt.serialize(4_200n)).toBe(4_200);
  expect(scalars.BigInt.serialize(2n ** 60n)).toBe((2n ** 60n).toString());
});

test.each(['PT4H', 'P2D', 'P1DT30M'])('Duration reads %s', (value) => expect(scalars.Duration.parseValue(value)).toBe(value));
test.each(['4h', 'P', 'PT'])('Duration refuses %s', (value) => expect(() => scalars.Duration.parseValue(value)).toThrow('ISO 8601'));
