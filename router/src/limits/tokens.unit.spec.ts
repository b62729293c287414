import fc from '@sysops-squad/chassis/testing/properties';
import { GraphQLError, parse, visit } from 'graphql';
import { measureTokens } from './tokens.ts';

test.each([
  ['{ a { b(c: [{ d: 1 }]) } }', 5],
  ['{ a(b: "[[[[ \\" [[[[") # {{{{\n { c } }', 2],
  ['{ a(b: """[[[[ \\""" [[ """) }', 2],
  ['}}}} {', 0],
  ['# a comment\r{{{{ }}}}', 4],
  ['# a comment\r\n{{ }}', 2],
  ['\ufeff{ a #\ud83d\ude00 {{{\u2028 {{{\n}', 1],
  ['{ a(b: "{{\\u{7b}{{") }', 2],
  ['{ a(b: "\n {{{{{', 2],
  ['{{ " \\x {{{{', 2],
  ['[['.repeat(30_000), 60_000],
  ['"""'.repeat(20_000), 0],
])('brackets within each other: %j', (text, expected) => expect(measureTokens(text).nesting).toBe(expected));

test('names, not texts or comments', () => {
  expect(measureTokens('{ ab: abc(d: "abcdef", e: $fghi) # abcdefgh\n }').nameLength).toBe(4);
});

const piece = fc.constantFrom('{', '}', '(', ')', '[', ']', 'a', 'a:', '$', '"', '"""', '\\"""', '\\', '#', '\n', '\r', '\r\n', '\ufeff', ' ', ',', '...', '@', '1', '-', '\ud800', '\ud83d\ude00', '{a', 'a}', '(a:[', '])');
const noise = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

/** Documents with comments and texts that hold brackets, ended and escaped in every way. */
const { document } = fc.letrec<{ document: string; value: string; set: string }>((tie) => {
  const inside = noise.map((text) => text.replaceAll(/["\\\r\n]|[\ud800-\udfff]/g, ''));
  const comment = fc.tuple(inside, fc.constantFrom('\n', '\r', '\r\n')).map(([text, end]) => `#${text}${end}`);
  const gap = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(' ', ',', '\n', '\r', '\ufeff') }, comment);
  const text = fc.oneof(inside.map((one) => `"${one}\\""`), inside.map((one) => `"""${one}\\"""${one} """`));
  return {
    value: fc.oneof({ maxDepth: 4 }, text, fc.tuple(gap, tie('value')).map(([before, one]) => `[${before}${one}]`), tie('value').map((one) => `{a:${one}}`)),
    set: fc.oneof({ maxDepth: 4 }, gap.map((one) => `{${one}a}`), fc.tuple(gap, tie('value'), gap, tie('set')).map(([before, one, between, set]) => `{${before}a(b:${one})${between}${set}}`)),
    document: fc.tuple(gap, tie('set')).map(([before, set]) => before + set),
  };
});

test('as deep as what GraphQL reads', () => {
  fc.assert(fc.property(document, (text) => expect(measureTokens(text).nesting).toBe(depthOf(text))), { numRuns: 1_000 });
});

test('never less deep than what GraphQL reads, and no failure, whatever the text', () => {
  fc.assert(fc.property(noise, (text) => expect(measureTokens(text).nesting).toBeGreaterThanOrEqual(depthOf(text))), { numRuns: 3_000 });
});

/** Brackets around what was parsed; 0 where nothing can be. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  const inBrackets = { enter: () => void (deepest = Math.max(deepest, (depth += 1))), leave: () => void (depth -= 1) };
  try {
    visit(parse(text), { SelectionSet: inBrackets, ListValue: inBrackets, ObjectValue: inBrackets, Argument: inBrackets, VariableDefinition: inBrackets });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return 0;
  }
  return deepest;
}
