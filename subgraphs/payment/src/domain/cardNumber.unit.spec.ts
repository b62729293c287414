import fc from '@sysops-squad/chassis/testing/properties';
import { holdsCardNumber, passesLuhn } from './cardNumber.ts';

describe('a card number is found', () => {
  it.each([
    ['alone', '4111111111111111'],
    ['inside words', 'my card4111111111111111, thanks'],
    ['in groups', '4111 1111 1111 1111'],
    ['with dashes', 'tok_4111-1111-1111-1111'],
    ['of American Express', '3782 822463 10005'],
    ['of 13 digits', '4222222222222'],
    ['of 19 digits', '6304000000000000000'],
    ['in full-width digits', '４１１１１１１１１１１１１１１１'],
    ['glued to its expiry', '41111111111111111226'],
    ['deep in an input', { a: [{ b: 'x' }, { c: ['4111111111111111'] }] }],
    ['as a key', { '4111111111111111': 1 }],
    ['as a number', { card: 4111111111111111n }],
  ])('%s', (_, value) => expect(holdsCardNumber(value)).toBe(true));
});

describe('left alone', () => {
  it.each([
    ['a run that fails Luhn', '4111111111111112'],
    ['12 digits', '411111111111'],
    ['a UUID', 'pm_01941297-9b4c-7123-8123-123456789012'],
    ['a UUID whose parts are digits', 'pm_a4111-1111-1111-1111-aaaaaaaaaaaa'],
    ['a telephone number', '+49 30 1234567'],
    ['a date', '2026-11-22T13:00:00.000Z'],
    ['nothing', { a: null, b: undefined, c: true }],
  ])('%s', (_, value) => expect(holdsCardNumber(value)).toBe(false));
});

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }).map((list) => list.join(''));
const withCheckDigit = (text: string) => text + [...'0123456789'].find((check) => passesLuhn(text + check));

it('finds any Luhn-valid number of 13 to 19 digits in any text', () => {
  fc.assert(
    fc.property(digits, fc.string(), fc.string(), (number, before, after) =>
      holdsCardNumber(`${before.replace(/\d/g, '')}${withCheckDigit(number)}${after.replace(/\d/g, '')}`),
    ),
  );
});
