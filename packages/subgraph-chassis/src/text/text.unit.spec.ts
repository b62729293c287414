import fc from '../testing/properties.ts';
import { normalText } from './normalText.ts';
import { readCountry } from './readCountry.ts';
import { normalEmail, readEmail } from './readEmail.ts';
import { normalPhone, readPhone } from './readPhone.ts';
import { readSearch } from './readSearch.ts';
import { readLine, readOptional, readProse } from './readText.ts';
import { isAtMost, textLength } from './textLength.ts';

const family = '👨‍👩‍👧‍👦';
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('normal form', () => {
  it.each([
    ['a decomposed letter', 'Zoe\u0308', 'Zoë'],
    ['zero-width space and byte order mark at the ends', '\uFEFF\u200B Ann \u200B\u2060', 'Ann'],
    ['direction marks at the ends', '\u202EAnn\u202C', 'Ann'],
    ['spaces of every kind', '\u3000\u00A0Ann\u2028', 'Ann'],
    ['only invisible characters', '\u200B\u200D\u2060\u00AD\u3164\u115F\uFE0F', ''],
    ['a family of emoji, kept', family, family],
    ['an emoji with its variation selector, kept', '❤️', '❤️'],
    ['a flag with its tags, kept', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ])('%s', (_, text, normal) => expect(normalText(text)).toBe(normal));

  it('is its own normal form', () => {
    fc.assert(fc.property(anyText, (text) => expect(normalText(normalText(text))).toBe(normalText(text))));
  });

  it('takes linear time', () => {
    const startedAt = performance.now();
    normalText(`a${' '.repeat(200_000)}a${'\u200B'.repeat(200_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('length', () => {
  it.each([[family, 1], ['e\u0301', 1], ['🇩🇪', 1], ['abc', 3], ['', 0]])('of %s is %i', (text, length) => expect(textLength(text)).toBe(length));
  it('counts what people see', () => expect([isAtMost('👍🏽'.repeat(10), 10), isAtMost('👍🏽'.repeat(11), 10)]).toEqual([true, false]));
  it('is bounded for one character with a thousand marks', () => expect(isAtMost(`a${'\u0301'.repeat(1_000)}`, 100)).toBe(false));
});

describe('lines and prose', () => {
  const line = (text: string) => readLine(text, 'name', { maximum: 20 });
  const prose = (text: string) => readProse(text, 'body', { maximum: 20 });
  it.each(['a\r\nBcc: b@example.org', 'a\u0007b', 'a\u202Eb', 'a\u0085b', 'a\u2028b', 'a\ud800b'])('a line refuses %j', (text) =>
    expect(line(text)).toMatchObject({ refused: [{ code: 'INVALID_INPUT', field: 'name' }] }));
  it('prose has lines and tabs', () => expect(prose(' a\r\n\tb\n')).toEqual({ value: 'a\r\n\tb' }));
  it.each(['a\u0007b', 'a\u001b[31mb', 'a\u0081b', 'a\0b'])('prose refuses %j', (text) => expect(prose(text)).toHaveProperty('refused'));
  it.each(['', ' ', '\u200B\u200D', '\u3164'])('refuses %j, in which nothing can be seen', (text) => expect(line(text)).toHaveProperty('refused'));
  it.each([undefined, null, '', '\u200B'])('an optional one of %j is null', (text) => expect(readOptional(text, 'line2', 9)).toEqual({ value: null }));
});

describe('e-mail addresses', () => {
  it.each([
    [' Anna.Muster@Example.ORG\u200B', 'anna.muster@example.org'],
    ['ＡＮＮＡ@ｅｘａｍｐｌｅ.ｏｒｇ', 'anna@example.org'],
    ['Strauß@example.org', 'strauss@example.org'],
    ['STRAUSS@example.org', 'strauss@example.org'],
    ['ζω\u0301ης@example.org', 'ζώησ@example.org'],
    ['anna@müller.example', 'anna@xn--mller-kva.example'],
    ['почта@example.org', 'почта@example.org'],
    ["o'hara+tag@example.co.uk", "o'hara+tag@example.co.uk"],
  ])('%s is kept as %s', (text, email) => expect(readEmail(text, 'email')).toEqual({ value: email }));

  it.each([
    ['a Cyrillic letter among Latin ones', 'pаypal@example.org'],
    ['a Greek letter among Latin ones', 'gοοgle@example.org'],
    ['a word of Cyrillic letters that look Latin', 'асе@example.org'],
    ['a dotted i with a dot', 'İbrahim@example.org'],
    ['a zero-width space within', 'an\u200Bna@example.org'],
    ['a soft hyphen within', 'an\u00ADna@example.org'],
    ['two addresses', 'a@example.org,b@example.org'],
    ['a line break', 'a@example.org\r\nBcc: b@example.org'],
    ['a NUL', 'a\0b@example.org'],
    ['no domain', 'anna@'], ['no dot', 'anna@localhost'], ['no name', '@example.org'], ['only invisible characters', '\u200B'],
    ['a thousand characters', `${'a'.repeat(1_000)}@example.org`],
  ])('refuses %s', (_, text) => expect(readEmail(text, 'email')).toMatchObject({ refused: [{ code: 'INVALID_EMAIL' }] }));

  it('a kept address is its own normal form', () => {
    const words = fc.string({ unit: fc.constantFrom(...'aAäßİıſKσςΣпǻﬁ.+１'), minLength: 1, maxLength: 12 });
    fc.assert(fc.property(words, (word) => {
      const email = normalEmail(`${word}@example.org`);
      expect(email === null ? null : normalEmail(email)).toBe(email);
      expect(email).toBe(normalEmail(` ${word.normalize('NFD')}@EXAMPLE.org\u200B`));
    }));
  });
});

describe('phone numbers', () => {
  it.each([['030 123456', '+4930123456'], ['+49 (0)30 / 123-456', '+4930123456'], ['０３０１２３４５６', '+4930123456'], ['0043 1 234567', '+431234567']])(
    '%s is kept as %s', (text, phone) => expect(readPhone(text, 'phone')).toEqual({ value: phone }));
  it.each(['12', 'call 030 123456', '+49 30 123456 ext. 7', '+999 123456', '1'.repeat(40), '030\r\n123456x'])('refuses %j', (text) =>
    expect(readPhone(text, 'phone')).toHaveProperty('refused'));
  it.each([null, undefined, ' ', '\u200B'])('%j is none', (text) => expect(readPhone(text, 'phone')).toEqual({ value: null }));
  it('a kept number is its own normal form', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'+0123456789 -/()'), maxLength: 18 }), (text) => {
      const phone = normalPhone(text);
      expect(phone === null ? null : normalPhone(phone)).toBe(phone);
    }));
  });
});

it.each([['de', 'DE'], [' AT ', 'AT'], ['ＦＲ', null], ['XX', null], ['DEU', null], ['UK', null], ['', null]])('the country %s is %s', (text, country) =>
  expect(readCountry(text, 'country')).toEqual(country === null ? expect.objectContaining({ refused: expect.anything() }) : { value: country }));

describe('searches', () => {
  const limits = { minimum: 2, maximum: 10, words: 2 };
  it.each([[null, null], ['\u200B', null], ['Zoe\u0308\u200B', 'Zoë']])('%j is %j', (text, search) => expect(readSearch(text, limits)).toBe(search));
  it.each(['a', 'a b c', 'a'.repeat(11)])('refuses %j', (text) => expect(() => readSearch(text, limits)).toThrow('`search`'));
});
