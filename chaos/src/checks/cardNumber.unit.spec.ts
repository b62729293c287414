import { cardNumbersIn } from './cardNumber.ts';

test.each(['4111111111111111', 'my card: 5500 0000 0000 0004.', '(x,3782-822463-10005,y)', '{"a":"6011111111111117"}', 'tok_4111111111111111_ok', '4222222222222'])('found in %s', (text) => {
  expect(cardNumbersIn(text)).toHaveLength(1);
});

test.each(['4111111111111112', '+4930123456789', '01941297-9b4c-7123-8123-123456789012', '1795572434257', 'a4111111111111111', '20261125020100_tickets', '41111111111111110000000', '2026-11-25 01:27:40.223', ''])('not in %s', (text) => {
  expect(cardNumbersIn(text)).toEqual([]);
});
