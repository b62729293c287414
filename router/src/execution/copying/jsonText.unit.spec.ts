import { booleanEnd, idEnd, integerEnd, nestedEnd, numberEnd, oneOfEnd, scalarEnd, stringEnd, unfit } from './jsonText.ts';

type End = (bytes: Uint8Array, at: number) => number;
/** What it passes of a text that stands between others. */
function passed(end: End, text: string): string | undefined {
  const before = 'x:';
  const bytes = Buffer.from(`${before}${text},"more":1`);
  try {
    return bytes.toString('utf8', before.length, end(bytes, before.length));
  } catch (error) {
    if (error !== unfit) throw error;
    return undefined;
  }
}

test.each<[string, End, string[]]>([
  ['strings', stringEnd, ['""', '"a"', '"ü 水 😀"', String.raw`"\"\\\/\b\f\n\r\t"`, String.raw`"\u00e9\uD83D"`, String.raw`"\\"`, '"{[,]}"']],
  ['integers', integerEnd, ['0', '7', '-7', '1200', '999999999999999']],
  ['numbers', numberEnd, ['0', '-0', '-0.5', '12.50', '3.000000000000000000001']],
  ['ids', idEnd, ['"id-1"', '17']],
  ['booleans', booleanEnd, ['true', 'false']],
  ['scalars', scalarEnd, ['"x"', '1.5', '-2', 'true', 'false']],
  ['nested values', nestedEnd, ['{}', '[]', '{"a":[{"b":"}"}]}', '["]","\\"]"]']],
])('passes %s to their end', (_what, end, texts) => {
  for (const text of texts) expect(passed(end, text)).toBe(text);
});

test.each<[string, End, string[]]>([
  ['strings', stringEnd, ['a', '"\n"', '"\u0000"', String.raw`"\x"`, String.raw`"\u12G4"`, String.raw`"\u12"`, 'null', '1']],
  ['integers', integerEnd, ['', '-', '01', '-0', '-01', '1234567890123456', '"1"', 'null', 'NaN']],
  ['numbers', numberEnd, ['', '-', '.5', '1.', '01.5', '1234567890123456.5', 'Infinity']],
  ['ids', idEnd, ['', 'true', '1234567890123456']],
  ['booleans', booleanEnd, ['tru', 'True', '1', '"true"', 'null']],
  ['scalars', scalarEnd, ['null', '{}', '[1]', '+1']],
])('does not pass what is none of %s', (_what, end, texts) => {
  for (const text of texts) expect([text, passed(end, text)]).toEqual([text, undefined]);
});

test('does not pass what never ends', () => {
  for (const [end, text] of [[stringEnd, '"ab'], [nestedEnd, '{"a":['], [stringEnd, '"\\']] as const) expect(() => end(Buffer.from(text), 0)).toThrow(unfit);
});

test('passes one of some texts, and no other that begins like one', () => {
  const states: End = (bytes, at) => oneOfEnd(bytes, at, ['"OPEN"', '"ON_HOLD"', '"ON"'].map((text) => Buffer.from(text)));
  expect(['"OPEN"', '"ON"', '"ON_HOLD"'].map((text) => passed(states, text))).toEqual(['"OPEN"', '"ON"', '"ON_HOLD"']);
  expect(['"OPENED"', '"O"', 'OPEN', '""', 'null'].map((text) => passed(states, text))).toEqual(Array(5).fill(undefined));
});
