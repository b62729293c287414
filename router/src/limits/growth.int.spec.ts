import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter, type TestSubgraph } from '../testing/testRouter.ts';

const forms: TestSubgraph = {
  sdl: `
    type Query { form(input: Form, forms: [Form!], number: Int, numbers: [Int!], kind: Kind, kinds: [Kind!], id: ID, flag: Boolean, text: String, page: Int! = 3): Answer many: [Item!]! }
    type Item { broken: String, fits: Int }
    type Mutation { send(input: Form!): Answer }
    type Subscription { forms(input: Form): Answer }
    type Answer { id: ID kind: Kind text: String again: Answer }
    input Form { title: String! kind: Kind size: Int parts: [Part!] inner: Form }
    input Part { name: String! amount: Int }
    enum Kind { LARGE SMALL }
  `,
  resolvers: { Query: { form: () => ({ id: 'a' }), many: () => Array.from({ length: 1_000 }, () => ({})) }, Item: { broken: () => Promise.reject(forbidden()) }, Mutation: { send: () => ({ id: 'a' }) }, Subscription: { forms: { subscribe: async function* () {} } } },
};
let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter({ forms }, { introspection: false, queryTimeoutMs: 10_000, deadlineMs: 20_000 });
});
afterAll(() => router.stop());

const secret = 'hunter2';
/** Whatever is sent: ten errors, or fifty of an execution, each short. */
const longestAnswer = 16_000;
const list = (n: number, one: (i: number) => string, separator = ','): string => Array.from({ length: n }, (_, i) => one(i)).join(separator);
const keys = (n: number): string => list(n, (i) => `"${secret}${i}":"${secret}"`);
const nested = (n: number, open: string, inner: string, close: string): string => open.repeat(n) + inner + close.repeat(n);
const withVariables = (query: string, variables: string): string => `{"query":${JSON.stringify(query)},"variables":{${variables}}}`;
const form = 'query ($v: Form) { form(input: $v) { id } }';
const takes = (type: string, argument: string): string => `query ($v: ${type}) { form(${argument}: $v) { id } }`;
const body = (query: string): string => JSON.stringify({ query });

/** Everything that may grow, by a size of it. */
const inputs: [string, (n: number) => string][] = [
  ['unknown fields of one input', (n) => withVariables(form, `"v":{${keys(n)}}`)],
  ['unknown fields in each item', (n) => withVariables(takes('[Form!]', 'forms'), `"v":[${list(n, (i) => `{"x${i}":"${secret}"}`)}]`)],
  ['fields that are missing in each item', (n) => withVariables(form, `"v":{"title":"${secret}","parts":[${list(n, () => '{}')}]}`)],
  ['an unknown field with a long name', (n) => withVariables(form, `"v":{"title":"a","${'x'.repeat(n * 10)}":1}`)],
  ['wrong items in a list', (n) => withVariables(takes('[Int!]', 'numbers'), `"v":[${list(n, () => `"${secret}"`)}]`)],
  ['nulls in a list', (n) => withVariables(takes('[Int!]', 'numbers'), `"v":[${list(n, () => 'null')}]`)],
  ['wrong enum values', (n) => withVariables(takes('[Kind!]', 'kinds'), `"v":[${list(n, () => `"${secret}"`)}]`)],
  ['a long enum value', (n) => withVariables(takes('Kind', 'kind'), `"v":"${secret.repeat(n)}"`)],
  ['a long text for a number', (n) => withVariables(takes('Int', 'number'), `"v":"${secret.repeat(n)}"`)],
  ['a large object for a scalar', (n) => withVariables(takes('ID', 'id'), `"v":{${keys(n)}}`)],
  ['a long list for an object', (n) => withVariables(form, `"v":[${list(n, () => `"${secret}"`)}]`)],
  ['a long text for an object', (n) => withVariables(form, `"v":"${secret.repeat(n)}"`)],
  ['an object for a text', (n) => withVariables(takes('String', 'text'), `"v":{${keys(n)}}`)],
  ['objects in objects', (n) => withVariables(form, `"v":${nested(Math.min(n, 90), '{"inner":', '{}', '}')}`)],
  ['objects in objects far down', (n) => withVariables(form, `"v":${nested(n * 10, '{"inner":', '1', '}')}`)],
  ['lists in lists far down', (n) => withVariables(form, `"v":${nested(n * 10, '[', '1', ']')}`)],
  ['extensions far down', (n) => `{"query":"{ nothing }","extensions":${nested(n * 10, '{"a":', '1', '}')}}`],
  ['variables that nobody declared', (n) => withVariables('{ nothing }', keys(n))],
  ['numbers beyond all', (n) => withVariables(takes('[Int!]', 'numbers'), `"v":[${list(n, () => '1e400')}]`)],
  ['one key again and again', (n) => withVariables(form, list(n, () => `"v":{"${secret}":1}`))],
  ['a long operationName', (n) => `{"query":"{ form { id } }","operationName":"${secret.repeat(n)}"}`],
  ['a long id of an operation', (n) => `{"documentId":"${secret.repeat(n)}"}`],
  ['variables that are missing', (n) => body(`query (${list(Math.min(n, 600), (i) => `$v${i}: Int!`, ' ')}) { form(numbers: [${list(Math.min(n, 600), (i) => `$v${i}`)}]) { id } }`)],
  ['variables that are not used', (n) => body(`query (${list(Math.min(n, 900), (i) => `$v${i}: Int`, ' ')}) { form { id } }`)],
  ['variables of no type', (n) => body(`query (${list(Math.min(n, 900), (i) => `$v${i}: X${i}`, ' ')}) { form { id } }`)],
  ['unknown fields in a literal', (n) => body(`{ form(input: { ${list(Math.min(n, 1_000), (i) => `x${i}: "${secret}"`)} }) { id } }`)],
  ['wrong items in a literal', (n) => body(`{ form(numbers: [${list(Math.min(n, 2_000), () => `"${secret}"`)}]) { id } }`)],
  ['a long text as a literal', (n) => body(`{ form(number: "${secret.repeat(n)}") { id } }`)],
  ['a long enum value as a literal', (n) => body(`{ form(kind: ${'X'.repeat(n)}) { id } }`)],
  ['a long text where none is expected', (n) => body(`{ form "${secret.repeat(n)}" { id } }`)],
  ['unknown fields', (n) => body(`{ ${list(Math.min(n, 1_000), (i) => `x${i}`, ' ')} }`)],
  ['a field with a long name', (n) => body(`{ ${'x'.repeat(n)} }`)],
  ['fields that conflict', (n) => body(`{ form { ${list(Math.min(n, 240), (i) => `a: ${i % 2 ? 'id' : 'kind'}`, ' ')} } }`)],
  ['fragments in a circle', (n) => body(`{ form { ...F0 } } ${list(Math.min(n, 500), (i) => `fragment F${i} on Answer { ...F${(i + 1) % Math.min(n, 500)} }`, '\n'.repeat(20))}`)],
  ['fragments that nobody uses', (n) => body(`{ form { id } } ${list(Math.min(n, 500), (i) => `fragment F${i} on Answer { id }`, ' ')}`)],
  ['spreads of what is not there', (n) => body(`{ form { ${list(Math.min(n, 1_000), (i) => `...F${i}`, ' ')} } }`)],
  ['operations, each too large', (n) => body(list(Math.min(n, 45), (i) => `query A${i} { ${list(21, () => 'form { id }', ' ')} }`, ' '))],
  ['operations of one name', (n) => body(list(Math.min(n, 800), () => 'query A { x }', ' '))],
  ['unknown directives', (n) => body(`{ form { id ${list(Math.min(n, 49), (i) => `@x${i}`, ' ')} } }`)],
  ['half of JSON', (n) => `{"query":"${secret.repeat(n)}`],
];

describe.each(inputs)('%s', (_name, make) => {
  test.each([40, 400, 4_000])('of %i: the answer stays short and repeats nothing that was sent as a value', async (n) => {
    const { status, body: answer } = await router.post(make(n));
    const text = JSON.stringify(answer);
    expect(status).toBeLessThan(500);
    expect(answer.errors!.length).toBeLessThanOrEqual(10);
    expect(text.length).toBeLessThan(longestAnswer);
    expect(text).not.toContain('INTERNAL');
    expect(text.replaceAll(/(?:Field|named) \\"hunter2\w*/g, '')).not.toMatch(/hunter2(?!\d)/);
  });
});

test('of a thousand places where an answer fails, fifty are told and the rest is counted', async () => {
  const { body: answer } = await router.query('{ many { fits broken } }');
  expect(answer.data!['many']).toHaveLength(1_000);
  expect(answer.errors!.slice(0, 50).map(({ path }) => path)).toEqual(Array.from({ length: 50 }, (_, i) => ['many', i, 'broken']));
  expect(answer.errors!.slice(50)).toEqual([{ message: '950 more errors are not told.', extensions: { code: 'MORE_ERRORS' } }]);
});

test('on a socket as well', async () => {
  const client = liveClient(router.wsUrl, undefined);
  const variables = { v: Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}`, secret])) };
  const refused = client.subscribe('subscription ($v: Form) { forms(input: $v) { id } }', variables);
  await refused.ended();
  const text = JSON.stringify(refused.outcome.error);
  expect((refused.outcome.error as unknown[]).length).toBe(10);
  expect(text.length).toBeLessThan(longestAnswer);
  expect(text).not.toContain(secret);
  await client.dispose();
});

test('Apollo’s stack in the place of ours repeats no value either', async () => {
  const stock = await startTestRouter({ forms }, { introspection: false, executor: 'gateway', queryTimeoutMs: 10_000, deadlineMs: 20_000 });
  const documents = [`{ form(number: "${secret}") { id } }`, `{ form(kind: "${secret}") { id } }`, `{ form(kind: ${secret}) { id } }`, `{ form(input: "${secret}") { id } }`, `{ form "${secret}" { id } }`];
  const answers = await Promise.all([...documents.map((one) => stock.query(one)), stock.query(form, { v: { title: { secret } } }), stock.query(takes('Int', 'number'), { v: secret })]);
  await stock.stop();
  expect(answers.map(({ body: { errors } }) => errors?.length)).toEqual(answers.map(() => 1));
  expect(JSON.stringify(answers.map(({ body: answer }) => answer))).not.toContain(secret);
});

test('work is bounded: of 4,000 wrong fields no more are looked at than are told', async () => {
  let asked = 0;
  const { readVariables } = await import('@sysops-squad/chassis/input/readVariables');
  const { buildSchema, parse } = await import('graphql');
  const { definitions } = parse('query ($v: [Int!]) { a(v: $v) }');
  const watched = Array.from({ length: 4_000 }, () => ({ valueOf: () => ((asked += 1), 'x') }));
  const { errors } = readVariables(buildSchema('type Query { a(v: [Int!]): Int }'), (definitions[0] as never as { variableDefinitions: [] }).variableDefinitions, { v: watched });
  expect([errors!.length, asked <= 10]).toEqual([10, true]);
});

test('null for an argument that has a default and takes no null: told with the field', async () => {
  const asked = await router.query('query ($page: Int) { form(page: $page) { id } }', { page: null });
  expect(asked.body).toMatchObject({ data: { form: null }, errors: [{ path: ['form'], extensions: { code: 'BAD_USER_INPUT', field: 'page' } }] });
  expect((await router.query('query ($page: Int) { form(page: $page) { id } }')).body).toEqual({ data: { form: { id: 'a' } } });
  expect((await router.query('{ form(page: null) { id } }')).body.errors![0]!.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
});
