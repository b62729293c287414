import { isDeepStrictEqual } from 'node:util';
import fc from './testing/properties.ts';
import { exactKey, exactKeyOf } from './exactKey.ts';

const leaf = fc.oneof(
  fc.constantFrom(null, undefined, 0, -0, 1, '1', NaN, 'NaN', Infinity, -Infinity, 'Infinity', true, 'true', '', 'null', 'undefined', '-0', '\ud800', '\udc00', '\\ud800', '\ud800\udc00', ',', '"', '[]', '{}'),
  fc.double(),
  fc.string({ unit: 'binary' }),
);
const name = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', '', '"', ':', 'a":1,"b'), fc.string());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map(ownKeys)),
}));

/** As JSON.parse makes it, `__proto__` being a key like any other. */
function ownKeys(entries: [string, unknown][]): object {
  const object = {};
  for (const [key, one] of entries) Object.defineProperty(object, key, { value: one, enumerable: true, configurable: true, writable: true });
  return object;
}

/** The same again with keys in the opposite order. */
function turned(one: unknown): unknown {
  if (Array.isArray(one)) return one.map(turned);
  if (typeof one !== 'object' || one === null) return one;
  return ownKeys(Object.entries(one).reverse().map(([key, inner]) => [key, turned(inner)]));
}

test('equal values have equal keys, whatever the order of their names', () => {
  fc.assert(fc.property(value, (one) => expect(exactKey(turned(one))).toBe(exactKey(one))), { numRuns: 500 });
});

test('values that differ have keys that differ', () => {
  fc.assert(fc.property(value, value, (one, other) => expect(exactKey(one) === exactKey(other)).toBe(isDeepStrictEqual(one, other))), { numRuns: 2_000 });
  const alike = [null, undefined, 0, -0, NaN, Infinity, -Infinity, 1, '1', 1n, true, 'true', [], {}, [undefined], [null], { a: undefined }, { a: null }, [[]], [1, 2], ['1,2'], [[1], 2], '\ud800', '\\ud800', ownKeys([['__proto__', 1]])];
  expect(new Set(alike.map(exactKey)).size).toBe(alike.length);
});

test('what is chosen of an object: one that is absent is no null, and nothing is inherited', () => {
  const names = ['first', '__proto__', 'toString'];
  const chosen = [{}, { first: null }, { first: undefined }, { first: Infinity }, JSON.parse('{"__proto__":1}') as object, { toString: 1 }];
  expect(new Set(chosen.map((one) => exactKeyOf(one as Record<string, unknown>, names))).size).toBe(chosen.length);
  expect(exactKeyOf({ first: 1, other: 2 }, ['first'])).toBe(exactKeyOf({ other: 3, first: 1 }, ['first']));
});

test('what no JSON holds has no key', () => {
  for (const one of [new Date(0), new Map(), () => 1, Symbol('a')]) expect(() => exactKey(one)).toThrow(TypeError);
});
