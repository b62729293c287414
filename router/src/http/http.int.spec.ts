import { writeFile } from 'node:fs/promises';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs, { corsOrigins: ['https://app.example', 'http://localhost:*'], queryTimeoutMs: 5_000, deadlineMs: 8_000 });
});
afterAll(() => router.stop());

test('health: live, ready once the keys have been seen, and the short form', async () => {
  await until('ready', async () => (await fetch(`${router.origin}/health/ready`)).status === 200);
  expect(await (await fetch(`${router.origin}/health/live`)).json()).toEqual({ status: 'live' });
  expect((await fetch(`${router.origin}/health`)).status).toBe(200);
});

test('not ready while auth has never answered; live all the same, and anonymous queries are answered', async () => {
  const alone = await startTestRouter(createDesk().subgraphs, { jwksUrls: ['http://127.0.0.1:9/jwks'] });
  expect((await fetch(`${alone.origin}/health/ready`)).status).toBe(503);
  expect((await fetch(`${alone.origin}/health/live`)).status).toBe(200);
  expect((await alone.query('{ __typename }')).status).toBe(200);
  expect(await alone.query('{ __typename }', {}, await alone.issuer.token())).toMatchObject({ status: 503, body: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] } });
  await alone.stop();
});

describe('pages of other origins', () => {
  const allowed = async (origin: string) =>
    (await fetch(router.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })).headers.get('access-control-allow-origin');
  test('may call when they are listed', async () => {
    expect(await allowed('https://app.example')).toBe('https://app.example');
    expect(await allowed('http://localhost:5173')).toBe('http://localhost:5173');
    expect(await allowed(router.origin)).toBe(router.origin);
  });
  test.each(['https://evil.example', 'https://app.example.evil.example', 'https://appXexample', 'null', 'http://localhost.evil.example'])('may not: %s', async (origin) =>
    expect(await allowed(origin)).toBeNull(),
  );
});

test('a path at which there is nothing', async () => {
  expect((await fetch(`${router.origin}/../etc/passwd`)).status).toBe(404);
  expect((await fetch(`${router.origin}/graphiql/graphql-ws/..%2f..%2fpackage.json`)).status).toBe(404);
});

test('stopping: the request under way is answered, and nothing new is accepted', async () => {
  const other = await startTestRouter(desk.subgraphs, { queryTimeoutMs: 5_000, deadlineMs: 8_000 });
  const underWay = other.query('{ slow }');
  await until('the query has reached the subgraph', () => desk.hanging() > 0);
  const stopped = other.stop();
  await until('no new connection is accepted', () => fetch(`${other.origin}/health/live`).then(() => false, () => true));
  desk.letGo();
  expect((await underWay).body).toEqual({ data: { slow: 'late' } });
  await stopped;
});

test('a supergraph that is wrong from the start: the router does not start, and says why', async () => {
  const { startRouter } = await import('../router.ts');
  const file = `${router.supergraphFile}.wrong`;
  await writeFile(file, 'type Query {');
  const settings = { port: 0, host: '127.0.0.1', supergraphFile: file, routingUrls: {}, jwksUrls: [], serviceKeys: new Map(), routerPrivateKey: undefined, corsOrigins: [] };
  const rest = { trustedProxies: 0, introspection: true, executor: 'own' as const, demoAccounts: false, queryTimeoutMs: 100, mutationTimeoutMs: 100, deadlineMs: 100 };
  const { createLogger } = await import('@sysops-squad/chassis/logger');
  await expect(startRouter({ ...settings, ...rest }, createLogger('test'))).rejects.toThrow(/Syntax Error/);
});
