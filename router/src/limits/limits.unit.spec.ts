import { parse } from 'graphql';
import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { composeSupergraph } from '../compose/composeSupergraph.ts';
import { createCallerBudget } from './callerBudget.ts';
import { readCostWeights, type CostWeights } from './costWeights.ts';
import { createCost } from './operationCost.ts';
import { defaultLimits, exceededLimits } from './operationLimits.ts';

describe('the size of a document', () => {
  const small = { depth: 3, aliases: 2, rootFields: 2, directives: 1, repeatedFields: 4, introspectionDepth: 2 };
  const exceeded = (text: string) => exceededLimits(parse(text), small).map(({ extensions }) => [extensions['limit'], extensions['actual'], extensions['maximum']]);
  test.each([
    ['{ a { b { c } } }', []],
    ['{ a { b { c { d } } } }', [['depth', 4, 3]]],
    ['{ ...A } fragment A on T { a { ...B } } fragment B on T { b { c { d { e } } } }', [['depth', 5, 3]]],
    ['{ x: a { y: b z: c } }', [['aliases', 3, 2]]],
    ['{ a { ...A ...A } } fragment A on T { x: b y: c }', [['aliases', 4, 2]]],
    ['{ ...A c } fragment A on Query { a b }', [['rootFields', 3, 2]]],
    ['query ($x: Boolean!) { a @skip(if: $x) { ...A @include(if: $x) } } fragment A on T { a }', [['directives', 2, 1]]],
    ['query @one @two { a }', [['directives', 2, 1]]],
    ['{ a } query B { a { b { c { d } } } }', [['depth', 4, 3]]],
    ['{ ...A } fragment A on Query { a ...B } fragment B on Query { b ...A }', []],
    ['{ a { b b b b } }', []],
    ['{ a { b b ... { b } c { b } } ...A } fragment A on T { b }', [['repeatedFields', 5, 4]]],
  ])('%s', (text, expected) => expect(exceeded(text)).toEqual(expected));

  test('lists of the schema within each other, not fields of ours that have the same names', () => {
    const nested = (depth: number): string => (depth === 0 ? 'name' : `type { fields { ${nested(depth - 1)} } }`);
    const limits = { ...defaultLimits, depth: 50 };
    const found = (text: string) => exceededLimits(parse(text), limits).map(({ extensions }) => [extensions['limit'], extensions['actual']]);
    expect(found(`{ __schema { types { fields { ${nested(2)} } } } }`)).toEqual([['introspectionDepth', 3]]);
    expect(found(`{ __type(name: "T") { ...F } } fragment F on __Type { fields { ${nested(3)} } }`)).toEqual([['introspectionDepth', 4]]);
    expect(found(`{ form { fields { ${nested(3)} } } }`)).toEqual([]);
  });
});

describe('the cost of an operation', () => {
  let weights: CostWeights;
  beforeAll(async () => {
    const sdl = `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", { name: "@listSize", as: "@length" }])
      type Query {
        book: Book
        books(first: Int = 20, last: Int): [Book!]!
        shelf: [Book]
        page(first: Int!, after: String): BookPage
        top: [Book] @length(assumedSize: 3)
        search(limit: Int, by: Search): Found @length(slicingArguments: ["limit"], sizedFields: ["hits"], assumedSize: 7)
        report(heavy: Boolean @cost(weight: 4)): String @cost(weight: 5)
        any: [Thing!]
      }
      type Mutation { add(input: Add!): Book }
      type Subscription { added: Book }
      type Book @key(fields: "id") { id: ID! title: String authors: [Author!] cover: Cover blurb: Text reads: [Int!] }
      type Author { name: String books(first: Int): [Book!] }
      type Cover @cost(weight: 8) { url: String }
      scalar Text @cost(weight: 2)
      type BookPage { edges: [Edge!] total: Int }
      type Edge { node: Book cursor: String }
      type Found { hits: [Book] others: [Book] }
      union Thing = Book | Cover
      input Search { text: String }
      input Add { title: String @cost(weight: 1) parts: [Part!] }
      input Part { text: String @cost(weight: 3) }
    `;
    const yaml = JSON.stringify({ subgraphs: { books: { routing_url: 'http://localhost/graphql', schema: { sdl } } } });
    weights = readCostWeights((await composeSupergraph({ configFile: 'supergraph.yaml', readFile: async () => yaml })).supergraphSdl);
  });
  const costOf = (text: string) => {
    const document = parse(text);
    return createCost(weights, document, document.definitions[0] as never);
  };
  test.each<[string, number, Record<string, unknown>?]>([
    ['{ __typename }', 0],
    ['{ book { id title reads } }', 1.2],
    ['{ book { id a: id b: id title c: title } }', 1 + 0.2 * 5],
    [`{ books(first: 100) { ${Array.from({ length: 49 }, (_, i) => `a${i}: blurb`).join(' ')} } }`, 10_880],
    ['{ book { cover { url } blurb } }', 1 + 8 + 0.2 + 2],
    ['{ shelf { id } }', 10],
    ['{ shelf { authors { name } } }', 10 * (1 + 10 * 1.2)],
    ['{ books { id } }', 20],
    ['{ books(first: 3) { authors { books(first: 2) { id } } } }', 3 * (1 + 10 * (1 + 2))],
    ['{ books(first: 3, last: 8) { id } }', 8],
    ['query ($n: Int) { books(first: $n) { id } }', 7, { n: 7 }],
    ['query ($n: Int) { books(first: $n) { id } }', 20],
    ['query ($n: Int = 6) { books(first: $n) { id } }', 6],
    ['{ page(first: 5) { edges { node { id } } total } }', 1 + 5 * 2],
    ['{ page(first: 5) { ...E } } fragment E on BookPage { edges { cursor } }', 1 + 5 * 1.2],
    ['{ top { id } }', 3],
    ['{ search(limit: 2, by: { text: "x" }) { hits { id } others { id } } }', 1 + 2 + 10],
    ['query ($n: Int!) { search(limit: $n) { hits { id } } }', 1 + 9, { n: 9 }],
    ['{ search(by: {}) { hits { id } } }', 1 + 7],
    ['{ report }', 5],
    ['{ report(heavy: true) }', 5 + 4],
    ['{ any { ... on Book { authors { name } } ... on Cover { url } } }', 10 * (1 + 10 * 1.2 + 0.2)],
    ['mutation { add(input: { title: "T", parts: [{ text: "a" }, { text: "b" }] }) { id } }', 10 + 1 + 1 + 3 + 3],
    ['mutation ($i: Add!) { add(input: $i) { id } }', 10 + 1 + 3, { i: { parts: [{ text: 'a' }] } }],
    ['subscription { added { id } }', 1],
    ['{ nothing { like { this } } }', 0],
    ['{ books(first: -5) { id } }', 0],
    ['{ __schema { types { fields { name } } } }', 200],
  ])('%s', (text, cost, variables = {}) => expect(costOf(text)(variables).cost).toBe(cost));

  test('is another for other sizes, and remembered for the same', () => {
    const cost = costOf('query ($n: Int, $other: String) { books(first: $n) { id } page(first: 1, after: $other) { total } }');
    expect([1, 2, 1].map((n) => cost({ n }).cost)).toEqual([2, 3, 2]);
    expect(cost({ n: 1, other: 'a' })).toBe(cost({ n: 1, other: 'b' }));
  });
  test('fragments that double at every link cost no more to judge than to write', () => {
    const links = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Book { authors { books(first: $n) { ...F${i + 1} } books(first: $n) { ...F${i + 1} } } }`);
    const cost = costOf(`query ($n: Int) { book { ...F0 } } ${links.join(' ')} fragment F60 on Book { id }`);
    const begun = performance.now();
    expect(cost({ n: 2 }).cost).toBeGreaterThan(1e30);
    expect(performance.now() - begun).toBeLessThan(500);
  });
  test('the longest list that is asked for', () => {
    expect(costOf('query ($n: Int) { books(first: 30) { authors { books(first: $n) { id } } } }')({ n: 70 }).listSize).toBe(70);
    expect(costOf('{ top { id } shelf { id } }')({}).listSize).toBe(0);
  });
});

describe('the budget of a caller', () => {
  const user = (id: string): Caller => ({ ...anonymous, kind: 'user', id, clientAddress: '10.0.0.1' });
  test('is each user’s own, and each address’s of those who have not signed in', async () => {
    const charge = createCallerBudget(100);
    expect(await charge(user('usr_1'), 60)).toBeNull();
    expect(await charge(user('usr_2'), 60)).toBeNull();
    expect(await charge({ ...anonymous, clientAddress: '10.0.0.1' }, 60)).toBeNull();
    expect(await charge({ ...anonymous, clientAddress: '10.0.0.2' }, 60)).toBeNull();
    const refused = await charge(user('usr_1'), 60);
    expect(refused?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    expect(refused!.extensions['retryAfterSeconds']).toBeGreaterThan(50);
  });
  test('an IPv6 client pays by its /64, whichever of its addresses it sends from', async () => {
    const charge = createCallerBudget(100);
    expect(await charge({ ...anonymous, clientAddress: '2001:db8:1:2::1' }, 60)).toBeNull();
    expect(await charge({ ...anonymous, clientAddress: '2001:db8:1:2:ffff::9' }, 60)).not.toBeNull();
    expect(await charge({ ...anonymous, clientAddress: '2001:db8:1:3::1' }, 60)).toBeNull();
  });
  test('an operation that costs nothing counts as 1, and no budget is no limit', async () => {
    const charge = createCallerBudget(2);
    expect([await charge(user('a'), 0), await charge(user('a'), 0), await charge(user('a'), 0)].map((refusal) => refusal === null)).toEqual([true, true, false]);
    expect(await createCallerBudget(0)(user('a'), 1e9)).toBeNull();
  });
});
