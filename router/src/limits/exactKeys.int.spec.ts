import { startTestRouter, type TestRouter, type TestSubgraph } from '../testing/testRouter.ts';

let asked = 0;
const books: TestSubgraph = {
  sdl: `
    type Query { books(first: Int = 3): [Book!] any(text: String = "none", value: Float): String }
    type Book { id: ID }
  `,
  resolvers: {
    Query: {
      books: (_: unknown, { first }: { first: number | null }) => Array.from({ length: first ?? 1 }, (_one, id) => ({ id })),
      any: (_: unknown, given: { text?: string | null; value?: number | null }) => ((asked += 1), JSON.stringify(given)),
    },
  },
};
let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter({ books }, { shareWithinMs: 1_000 });
});
afterAll(() => router.stop());

const list = 'query ($first: Int) { books(first: $first) { id } }';

test('what one client sends refuses nothing to those who leave it out', async () => {
  const refused = await router.post(`{"query":${JSON.stringify(list)},"variables":{"first":1e400}}`);
  expect([refused.status, refused.body.errors]).toEqual([400, [{ message: 'A number is too large.', extensions: { code: 'BAD_USER_INPUT', field: 'first' } }]]);
  expect((await router.query(list)).body.data!['books']).toHaveLength(3);
});

test('null costs what null asks for, an absent variable what the default does', async () => {
  const costOf = async (variables: object) => ((await router.post({ query: list, variables }, { 'x-report-cost': '1' })).body as { extensions?: { cost: number } }).extensions?.cost;
  expect([await costOf({ first: null }), await costOf({}), await costOf({ first: 7 }), await costOf({})]).toEqual([10, 3, 7, 3]);
});

test('questions that differ share no answer, however they are written', async () => {
  const query = 'query ($text: String = "none", $value: Float) { any(text: $text, value: $value) }';
  const given: Record<string, unknown>[] = [{}, { text: null }, { text: 'null' }, { text: '' }, { value: null }, { value: 0 }, { value: 1, text: 'a' }, { text: 'a,"value":1' }];
  const answers = await Promise.all(given.map((variables) => router.query(query, variables)));
  expect(new Set(answers.map(({ body }) => body.data!['any'])).size).toBe(given.length);
});

test('one question written in two ways is asked once', async () => {
  asked = 0;
  const query = 'query ($text: String, $value: Float) { any(text: $text, value: $value) }';
  await Promise.all(['{"text":"a","value":1}', '{"value":1,"text":"a"}'].map((variables) => router.post(`{"query":${JSON.stringify(query)},"variables":${variables}}`)));
  expect(asked).toBe(1);
});

test('an empty name and empty variables count as absent', async () => {
  const named = JSON.stringify({ query: 'query Books { books { id } }', operationName: '' });
  expect((await router.post(named)).status).toBe(200);
  const search = new URLSearchParams({ query: '{ books { id } }', operationName: '', variables: '', extensions: '' });
  expect((await fetch(`${router.url}?${search}`, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
});

test('malformed JSON is no GraphQL over HTTP, wherever it stands', async () => {
  expect(await router.post('{"query":')).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] } });
  const search = new URLSearchParams({ query: '{ books { id } }', variables: '{"secret' });
  const answer = await fetch(`${router.url}?${search}`, { headers: { 'apollo-require-preflight': '1' } });
  expect([answer.status, await answer.json()]).toEqual([400, { errors: [{ message: 'The parameter variables is not JSON.', extensions: { code: 'BAD_REQUEST' } }] }]);
});
