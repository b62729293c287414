import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

describe.each(['own', 'gateway'] as const)('executor %s', (executor) => {
  const desk = createDesk();
  let router: TestRouter;
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { executor, queryTimeoutMs: 400, deadlineMs: 20_000 });
  });
  afterAll(async () => {
    desk.letGo();
    await router.stop();
  });

  test('a query is answered across subgraphs', async () => {
    const { status, body } = await router.query('query One($id: ID!) { ticket(id: $id) { title customer { name } } }', { id: 'a' });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { ticket: { title: 'Ticket a', customer: { name: 'Name of cus_a' } } } });
  });

  test('the root path answers POST as /graphql does', async () => {
    const response = await fetch(router.origin, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test('a mutation reaches its subgraph and is completed by the other', async () => {
    const { body } = await router.query('mutation { rename(id: "a", title: "New") { title customer { name } } }');
    expect(body.data).toEqual({ rename: { title: 'New', customer: { name: 'Name of cus_a' } } });
  });

  describe('errors', () => {
    test.each(['FORBIDDEN', 'BAD_USER_INPUT', 'RATE_LIMITED', 'UNAVAILABLE', 'UNAUTHENTICATED'])('%s comes through with code, message and path, and nothing else', async (code) => {
      const { body } = await router.query(`{ refused(code: "${code}") ticket(id: "a") { id } }`);
      expect(body.data).toEqual({ refused: null, ticket: { id: 'a' } });
      expect(body.errors).toEqual([{ message: `refused with ${code}`, path: ['refused'], extensions: { code } }]);
    });

    test('anything else is masked, with an id', async () => {
      const { body } = await router.query('{ broken }');
      expect(body.errors).toEqual([{ message: expect.stringContaining('logged under'), path: ['broken'], extensions: { code: 'INTERNAL', errorId: expect.any(String) } }]);
      expect(JSON.stringify(body)).not.toContain('hunter2');
    });

    test('a wrong variable is the client’s fault and says which', async () => {
      const { body } = await router.query('query One($id: ID!) { ticket(id: $id) { id } }', { id: { no: 1 } });
      expect(body.errors![0]).toMatchObject({ message: expect.stringContaining('$id'), extensions: { code: 'BAD_USER_INPUT' } });
    });
  });

  describe('a subgraph that does not answer', () => {
    test('hung: costs its time-out, its fields are null, the rest is answered', async () => {
      const begun = Date.now();
      const { body } = await router.query('{ slow customer(id: "x") { id name } }');
      expect(Date.now() - begun).toBeLessThan(10_000);
      expect(body.data).toEqual({ slow: null, customer: { id: 'x', name: 'Name of x' } });
      expect(body.errors).toEqual([{ message: expect.stringContaining('tickets'), extensions: { code: 'UNAVAILABLE', subgraph: 'tickets' } }]);
    });

    test('dead: its fields are null with UNAVAILABLE naming it, and it is served again when it is back', async () => {
      const { port } = router.subgraph('people');
      await router.subgraph('people').stop();
      const { body } = await router.query('{ tickets { title customer { id name } } }');
      expect(body.data!['tickets'][0]).toEqual({ title: 'Ticket a', customer: { id: 'cus_a', name: null } });
      expect(body.errors).toEqual([{ message: expect.stringContaining('people'), extensions: { code: 'UNAVAILABLE', subgraph: 'people' } }]);
      await router.startSubgraph('people', port);
      expect((await router.query('{ customer(id: "x") { name } }')).body.errors).toBeUndefined();
    });

    test('answering nonsense is the same as not answering', async () => {
      const nonsense = createServer((_request, response) => response.end('<html>'));
      await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(nonsense.address() as AddressInfo).port}/graphql`;
      const other = await startTestRouter(createDesk().subgraphs, { routingUrls: { people: [url] } });
      const { body } = await other.query('{ customer(id: "x") { name } ticket(id: "a") { id } }');
      expect(body).toMatchObject({ data: { customer: null, ticket: { id: 'a' } }, errors: [{ extensions: { code: 'UNAVAILABLE', subgraph: 'people' } }] });
      await other.stop();
      await new Promise((resolve) => nonsense.close(resolve));
    });
  });

  describe('what is refused before any subgraph is asked', () => {
    const refused = async (query: string) => (await router.query(query)).body.errors!.map(({ message }) => message).join();

    test('subscriptions by POST, with the way to do it', async () => {
      const { status, body } = await router.query('subscription { ticketEvents { kind } }');
      expect(status).toBe(400);
      expect(body.errors![0]!.message).toContain('graphql-ws');
    });
    test('operations that are too deep, too wide, or too long', async () => {
      const nested = (depth: number): string => (depth === 0 ? 'name' : `ofType { ${nested(depth - 1)} }`);
      expect(await refused(`{ __type(name: "Ticket") { ${nested(16)} } }`)).toMatch(/depth/);
      expect(await refused(`{ ${Array.from({ length: 60 }, (_, i) => `a${i}: __typename`).join(' ')} }`)).toMatch(/aliases 60, at most 50/);
      expect(await refused(`{ ${'__typename '.repeat(5_500)} }`)).toMatch(/5000 tokens/);
    });
    test('fragments count where they are used, and a cycle ends', async () => {
      const chain = Array.from({ length: 12 }, (_, i) => `fragment F${i} on Ticket { a${i}: id b${i}: id ...F${i + 1} ...F${i + 1} }`).join(' ');
      expect(await refused(`{ tickets { ...F0 } } ${chain} fragment F12 on Ticket { x: id }`)).toMatch(/aliases/);
      expect(await refused('{ tickets { ...A } } fragment A on Ticket { id ...B } fragment B on Ticket { ...A }')).toMatch(/Cannot spread fragment/);
    });
    test('arrays of operations, forms of other sites, GET mutations, huge bodies, wrong methods', async () => {
      expect((await router.post('[{"query":"{__typename}"},{"query":"{__typename}"}]')).status).toBe(400);
      expect((await router.post('{"query":"{__typename}"}', { 'content-type': 'text/plain' })).status).toBe(400);
      const mutation = await fetch(`${router.url}?query=${encodeURIComponent('mutation { fail { id } }')}`, { headers: { 'apollo-require-preflight': '1' } });
      expect(mutation.status).toBe(405);
      const huge = await router.post({ query: `{ __typename } # ${'x'.repeat(300_000)}` });
      expect(huge).toMatchObject({ status: 413, body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
      expect((await fetch(router.url, { method: 'DELETE' })).status).toBe(405);
      expect((await router.post('not json')).status).toBe(400);
    });
  });

  test('the query that GraphiQL and code generators send is within the limits', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { body } = await router.query(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }));
    expect(body.errors).toBeUndefined();
  });
});
