import fc from 'fast-check';
import { readAnswer } from './subgraphAnswer.ts';

const some = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '"', '\\', '\n', '\u0001', '\u007f', '\u2028', '\ud800', '/') });

test('what is said to be plain holds no string that JSON has to escape', () => {
  const plain = (strings: string[], text: string) => {
    const sent = Buffer.from(text).toString('utf8');
    const answer = readAnswer({ status: 200, text: sent });
    const { strings: received } = answer.data as { strings: string[] };
    expect(received).toHaveLength(strings.length);
    if (answer.plain) for (const one of received) expect(JSON.stringify(one)).toBe(`"${one}"`);
    return answer.plain;
  };
  fc.assert(fc.property(fc.array(some), (strings) => {
    const text = JSON.stringify({ data: { strings } });
    expect(plain(strings, text)).toBe(strings.every((one) => JSON.stringify(one) === `"${one}"`));
    expect(plain(strings, text.replaceAll('a', '\\u0061'))).toBe(!text.replaceAll('a', '\\u0061').includes('\\'));
  }), { numRuns: 1_000 });
});

test('a subgraph cannot say it by itself', () => {
  expect(readAnswer({ status: 200, text: '{"data":{"a":"\\""},"plain":true}' }).plain).toBe(false);
});
