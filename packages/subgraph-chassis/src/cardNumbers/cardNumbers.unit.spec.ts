import fc from '../testing/properties.ts';
import { findCardNumbers, holdsCardNumber, maskCardNumbers } from './cardNumbers.ts';
import { isCardNumber } from './isCardNumber.ts';

const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
/** A number of an issuer's range, with its check digit. */
const issued = (prefix: string, length: number) =>
  digitsOf(length - 1 - prefix.length).map((rest) =>
    [...'0123456789'].map((check) => prefix + rest + check).find((number) => isCardNumber(number)),
  ).filter((number) => number !== undefined);
const prefixes: [string, number][] = [
  ['4', 16], ['4', 19], ['51', 16], ['55', 16], ['2221', 16], ['2720', 16], ['34', 15], ['37', 15],
  ['6011', 16], ['65', 16], ['36', 14], ['305', 14], ['3528', 16], ['3589', 16], ['62', 16], ['6304', 18],
];
const card = fc.oneof(...prefixes.map(([prefix, length]) => issued(prefix, length)));
const inGroups = (number: string, separator: string): string =>
  number.length === 15
    ? [number.slice(0, 4), number.slice(4, 10), number.slice(10)].join(separator)
    : number.match(/.{1,4}/g)!.join(separator);
const fullWidth = (number: string) => number.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const arabic = (number: string) => number.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));

/** As people type, paste and dictate them. */
const forms: Record<string, (number: string) => string> = {
  'alone': (n) => n,
  'in a sentence': (n) => `please charge ${n}, thanks.`,
  'in groups': (n) => `card ${inGroups(n, ' ')}`,
  'with dashes': (n) => inGroups(n, '-'),
  'with long dashes': (n) => inGroups(n, '–'),
  'with dots': (n) => inGroups(n, '.'),
  'with slashes': (n) => inGroups(n, '/'),
  'with underscores': (n) => inGroups(n, '_'),
  'with commas': (n) => inGroups(n, ', '),
  'with double spaces': (n) => inGroups(n, '  '),
  'with spaces around dashes': (n) => inGroups(n, ' - '),
  'with no-break spaces': (n) => inGroups(n, '\u00a0'),
  'with thin spaces': (n) => inGroups(n, '\u2009'),
  'with zero-width spaces': (n) => inGroups(n, '\u200b'),
  'with tabs': (n) => inGroups(n, '\t'),
  'over lines': (n) => inGroups(n, '\n'),
  'over lines of Windows': (n) => inGroups(n, '\r\n'),
  'in pairs': (n) => `no. ${n.match(/.{1,2}/g)!.join(' ')}`,
  'one by one': (n) => `it is ${[...n].join(' ')}`,
  'in two halves': (n) => `${n.slice(0, 8)} ${n.slice(8)}`,
  'with its expiry date': (n) => `${inGroups(n, ' ')} 12/27`,
  'with expiry and code': (n) => `${inGroups(n, ' ')} 12/27 123`,
  'with expiry and code, ungrouped': (n) => `${n} 12/27 123`,
  'behind another number': (n) => `2 cards: ${inGroups(n, ' ')}`,
  'behind a number beside it': (n) => `7 ${n}`,
  'glued to a word before': (n) => `visa${n}`,
  'glued to a word behind': (n) => `${n}exp`,
  'glued to words and expiry': (n) => `card${n}exp1227`,
  'in brackets': (n) => `(${n})`,
  'in full-width digits': fullWidth,
  'in Arabic digits': arabic,
  'in JSON': (n) => JSON.stringify({ pan: n }),
  'as a token': (n) => `tok_${n}`,
  'after a plus far away': (n) => `call +49 30 1234567 or charge ${n}`,
};

test.each(Object.entries(forms))('a card number is found: %s', (_, write) => {
  fc.assert(fc.property(card, (number) => holdsCardNumber(write(number))), { numRuns: 300 });
});

test('a card number is found in at least 99 of 100 texts with the digits of its expiry and code glued to it', () => {
  const glued = fc.sample(fc.tuple(card, digitsOf(4), digitsOf(3)), 2_000);
  const found = glued.filter(([number, expiry, code]) => holdsCardNumber(`${number}${expiry}${code}`));
  expect(found.length).toBeGreaterThanOrEqual(glued.length * 0.99);
});

const time = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
const harmless: Record<string, fc.Arbitrary<string>> = {
  'ISO times': time.map((date) => date.toISOString()),
  'Unix times in seconds and milliseconds': time.map((date) => `key-${date.getTime()} ${Math.floor(date.getTime() / 1000)}`),
  'Unix times in microseconds': fc.tuple(time, digitsOf(3)).map(([date, more]) => `${date.getTime()}${more}`),
  'Unix times in nanoseconds': fc.tuple(time, digitsOf(6)).map(([date, more]) => `evt_${date.getTime()}${more}`),
  'times as digits': fc.tuple(time, digitsOf(3)).map(([date, more]) => `${date.toISOString().replace(/\D/g, '')}${more}`),
  'times in words': time.map((date) => `on ${date.toLocaleString('de-DE')} / ${date.toLocaleString('en-US')}`),
  'UUIDs': fc.uuid(),
  'UUIDs of digits': digitsOf(32).map((d) => [d.slice(0, 8), d.slice(8, 12), d.slice(12, 16), d.slice(16, 20), d.slice(20)].join('-')),
  'UUIDs without dashes': fc.uuid().map((uuid) => uuid.replaceAll('-', '')),
  'prefixed ids': fc.uuid().map((uuid) => `pay_${uuid}`),
  'IMEIs': digitsOf(12).map((digits) => `IMEI: 35${digits}9`),
  'serial numbers': fc.tuple(fc.stringMatching(/^[A-Z]{2,4}$/), digitsOf(10)).map(([letters, digits]) => `${letters}${digits}`),
  'serial numbers with letters between': fc.stringMatching(/^[A-Z0-9]{4}-[A-Z]{2}\d{4}-\d{4}[A-Z]$/),
  'labelled serial numbers': digitsOf(16).map((digits) => `serial number: ${digits}`),
  'telephone numbers': fc.tuple(fc.integer({ min: 1, max: 99 }), digitsOf(3), digitsOf(8)).map(([country, area, line]) => `+${country} ${area} ${line}`),
  'telephone numbers in pairs': fc.tuple(digitsOf(8), digitsOf(8)).map(([a, b]) => `06 ${a.match(/../g)!.join(' ')}, 06 ${b.match(/../g)!.join(' ')}`),
  'telephone numbers with brackets': digitsOf(7).map((line) => `+49 (0)30 ${line}`),
  'EANs': digitsOf(12).map((digits) => `4${digits}`),
  'amounts and measures': fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 12 }).map((list) => list.join(' ')),
};

test.each(Object.entries(harmless))('nothing is found in 6,000 %s', (_, arbitrary) => {
  expect(fc.sample(arbitrary, 6_000).filter(holdsCardNumber)).toEqual([]);
});

test('a text keeps everything but its card numbers', () => {
  expect(maskCardNumbers('charge 4111 1111 1111 1111 12/27 or 3782-822463-10005, ticket 42')).toBe(
    'charge [card number ending 1111 removed] 12/27 or [card number ending 0005 removed], ticket 42',
  );
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...Object.values(forms)), card, fc.string(), (before, write, number, after) => {
      const text = `${before} x ${write(number)} x ${after}`;
      return !holdsCardNumber(maskCardNumbers(text)) && findCardNumbers(text).every(({ start, end }) => start < end && end <= text.length);
    }),
  );
});

test('a number that fails the Luhn test or belongs to no issuer is no card number', () => {
  for (const text of ['4111111111111112', '9999999999999995', '4222222222222', 'IMEI 356938035643809'])
    expect([text, holdsCardNumber(text)]).toEqual([text, false]);
});
