import { getIntrospectionQuery } from 'graphql';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

/** Operations made to hurt, sent to a router as it runs in production but for the list of persisted ones. */
const desk = createDesk();
let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs, { introspection: false, queryTimeoutMs: 10_000, deadlineMs: 20_000, safety: { reportCost: false } });
});
afterAll(() => router.stop());

const times = (count: number, text: (n: number) => string): string => Array.from({ length: count }, (_, n) => text(n)).join(' ');
const nested = (depth: number, open: string, inner: string, close: string): string => open.repeat(depth) + inner + close.repeat(depth);
const tooLarge = async (query: string) => {
  const { status, body } = await router.query(query);
  return [status, body.data, ...body.errors!.map(({ extensions }) => extensions['limit'] ?? extensions['code'])];
};

test.each([
  ['deep nesting', `{ ${nested(20, 'tickets { customer { ', 'id', ' } }')} }`, 'depth'],
  ['many aliases of one field', `{ tickets { ${times(51, (n) => `a${n}: __typename`)} } }`, 'aliases'],
  ['many aliases hidden in fragments', `{ tickets { ...A ...A } } fragment A on Ticket { ${times(26, (n) => `a${n}: __typename`)} }`, 'aliases'],
  ['many root fields', `{ ${times(21, () => '__typename')} }`, 'rootFields'],
  ['one field a thousand times, which validation compares in pairs', `{ tickets { ${times(1_000, () => 'customer { id }')} } }`, 'repeatedFields'],
  ['the same in fragments', `{ tickets { ...A } } fragment A on Ticket { ${times(300, () => 'id')} }`, 'repeatedFields'],
  ['many directives', `{ __typename ${times(51, () => '@include(if: true)')} }`, 'directives'],
  ['many unknown directives', `{ __typename ${times(51, (n) => `@a${n}`)} }`, 'directives'],
  ['more tokens than anybody writes', `{ ${times(1_300, (n) => `a${n}: b(c: 1)`)} }`, 'tokens'],
  ['many operations', times(1_300, (n) => `query A${n} { __typename }`), 'tokens'],
  ['lists in lists as an argument', `{ ticket(id: ${nested(2_400, '[', '', ']')}) { id } }`, 'nesting'],
  ['objects in objects as an argument', `{ ticket(id: ${nested(1_200, '{a:', '1', '}')}) { id } }`, 'nesting'],
  ['selections in selections', nested(30_000, '{', 'a', '}'), 'nesting'],
  ['a comment without end', `{ __typename } # ${'x'.repeat(70_000)}`, 'documentLength'],
])('refused before it is validated: %s', async (_name, query, limit) => {
  expect(await tooLarge(query)).toEqual([400, undefined, limit]);
});

test.each([
  ['fragments in a circle', '{ tickets { ...A } } fragment A on Ticket { ...B } fragment B on Ticket { ...A }'],
  ['a fragment in itself', '{ tickets { ...A } } fragment A on Ticket { customer { id } ...A }'],
  ['a directive twice', '{ __typename @skip(if: false) @skip(if: false) }'],
  ['unknown directives, few', '{ __typename @a @b @c }'],
  ['entities, as a subgraph would be asked', '{ _entities(representations: [{ __typename: "Customer", id: "cus_a" }]) { ... on Customer { name } } }'],
  ['the text of a subgraph’s schema', '{ _service { sdl } }'],
  ['lists in lists, not too many', `{ ticket(id: ${nested(90, '[', '', ']')}) { id } }`],
  ['a number beyond all', '{ ticket(id: 1e999999) { id } }'],
  ['the schema', '{ __schema { types { name fields { name } } } }'],
  ['a type', '{ __type(name: "Ticket") { fields { name } } }'],
  ['the schema behind a fragment', '{ ...A } fragment A on Query { x: __schema { queryType { name } } }'],
  ['the schema as tools ask for it', getIntrospectionQuery()],
])('refused: %s', async (_name, query) => {
  const { status, body } = await router.query(query);
  expect(status).toBe(400);
  expect(body.data).toBeUndefined();
  expect(body.errors!.map(({ extensions }) => extensions['code'])).toEqual(expect.arrayContaining([expect.stringMatching(/^(GRAPHQL_VALIDATION_FAILED|OPERATION_TOO_LARGE|BAD_USER_INPUT)$/)]));
  expect(JSON.stringify(body)).not.toMatch(/Did you mean|at .*\.ts:\d+|node_modules/);
});

test('what is refused has asked no subgraph, and the next one is answered', async () => {
  const before = desk.counts.peopleFetches;
  await router.query('{ tickets { customer { name @nope } } }');
  expect(desk.counts.peopleFetches).toBe(before);
  expect((await router.query('{ ticket(id: "a") { customer { name } } }')).body.data).toEqual({ ticket: { customer: { name: 'Name of cus_a' } } });
});

test('fragments that double at every link cost no more than they are long', async () => {
  const chain = times(40, (n) => `fragment F${n} on Ticket { ...F${n + 1} ...F${n + 1} }`);
  expect((await router.query(`{ tickets { ...F0 } } ${chain} fragment F40 on Ticket { x: id }`)).status).toBe(400);
});

test('the same on a socket: large operations, the schema, entities', async () => {
  const client = liveClient(router.wsUrl, undefined);
  for (const query of [
    `subscription { ticketEvents { ${times(300, () => 'kind')} } }`,
    `subscription { ticketEvents { ticket { ${nested(20, 'customer { ', 'id', ' }')} } } }`,
    'subscription { __schema { types { name } } }',
    'subscription { _entities(representations: []) { __typename } }',
  ]) {
    const refused = client.subscribe(query);
    await refused.ended();
    expect(refused.received).toEqual([]);
    const codes = (refused.outcome.error as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);
    expect(['OPERATION_TOO_LARGE', 'GRAPHQL_VALIDATION_FAILED']).toContain(codes[0]);
  }
  await client.dispose();
});
