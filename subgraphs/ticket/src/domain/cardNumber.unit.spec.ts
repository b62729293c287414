import { namesCardNumber } from './cardNumber.ts';
import { checkText } from './input.ts';

test.each([
  ['Visa', 'please charge 4111 1111 1111 1111, thanks'],
  ['Visa of 13 digits', '4222222222222'],
  ['Mastercard', '5500-0000-0000-0004'],
  ['Mastercard of the second range', '2223003122003222.'],
  ['American Express', 'Amex: 3782 822463 10005'],
  ['Discover', '6011111111111117'],
  ['Diners Club', '30569309025904'],
  ['JCB', '3530111333300000'],
  ['in full-width digits', '４１１１１１１１１１１１１１１１'],
])('a card number is found: %s', (_, text) => expect(namesCardNumber(text)).toBe(true));

test.each([
  ['an IMEI', 'IMEI 356938035643809'],
  ['a serial number', 'S/N 8901234567890123'],
  ['a number that fails Luhn', '4111111111111112'],
  ['a part of an id', 'a4111111111111111 and 4111111111111111x'],
  ['a telephone number', '+4915112345678901'],
  ['a UUID', '01941297-9b4c-7123-8123-123456789012'],
  ['a time', '2026-11-22T13:00:00.000Z'],
])('left alone: %s', (_, text) => expect(namesCardNumber(text)).toBe(false));

test('text with a card number is refused, with the field and the remedy', () => {
  expect(checkText('4111111111111111', 'body', 1, 100)).toEqual({ refused: 'CARD_NUMBER_REFUSED', field: 'body', message: expect.stringMatching(/`body`.*card.*[Rr]emove/) as unknown });
});
