import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createLogger } from '@sysops-squad/chassis/logger';
import { rawAnswer as raw, sendAndReset, upgradeOf } from '@sysops-squad/chassis/testing/rawSocket';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { createHttpServer, type Routes } from './server.ts';

let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(createDesk().subgraphs, { introspection: false, queryTimeoutMs: 10_000, deadlineMs: 20_000 });
});
afterAll(() => router.stop());
afterEach(async () => expect((await router.query('{ __typename }')).body).toEqual({ data: { __typename: 'Query' } }));

const head = (lines: string[] = []): string => ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', 'connection: close', ...lines].join('\r\n');

describe('bodies', () => {
  const status = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : new Uint8Array(body) })).status;

  test.each([
    ['nothing', '', 400],
    ['a text', '"query"', 400],
    ['null', 'null', 400],
    ['a list of operations', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 400],
    ['an empty list', '[]', 400],
    ['an object without an operation', '{}', 400],
    ['a query that is no text', '{"query":{"kind":"Document"}}', 400],
    ['variables as text', '{"query":"{ __typename }","variables":"{}"}', 400],
    ['variables as a list', '{"query":"{ __typename }","variables":[1]}', 400],
    ['extensions as text', '{"query":"{ __typename }","extensions":"{}"}', 400],
    ['a name that is no text', '{"query":"{ __typename }","operationName":["a"]}', 400],
    ['half of JSON', '{"query":"{ __type', 400],
    ['more than 256 KiB', `{"query":"{ __typename }","variables":{"a":"${'x'.repeat(270_000)}"}}`, 413],
    ['lists in lists, far down', `{"query":"query($a: ID!) { ticket(id: $a) { id } }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, 400],
    ['lists in lists in a variable nobody declared', `{"query":"{ __typename }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, 400],
    ['null as the name and the variables', '{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}', 200],
  ])('%s', async (_name, body, expected) => expect(await status(body)).toBe(expected));

  test('compressed, for a bomb unpacks anywhere', async () => expect(await status(gzipSync('{"query":"{ __typename }"}'), { 'content-encoding': 'gzip' })).toBe(415));
  test('of other kinds', async () => {
    expect(await status('<query/>', { 'content-type': 'application/xml' })).toBe(415);
    expect(await status('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(400);
  });
  test('that is not UTF-8, or holds what no client means', async () => {
    expect(await status(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toBe(400);
    for (const charset of ['utf-16', 'windows-1252']) expect(await status('{"query":"{ __typename }"}', { 'content-type': `application/json; charset=${charset}` })).toBe(415);
    expect(await status('{"query":"{ __typename }"}', { 'content-type': 'application/json; charset="UTF-8"' })).toBe(200);
    for (const id of ['\u202egnp.exe', 'a\u0301'.repeat(1_000)]) {
      expect((await router.query('query($id: ID!) { ticket(id: $id) { id } }', { id })).status).toBe(200);
    }
    expect((await router.query('{ \ufeff __typename }')).status).toBe(200);
    expect((await router.query('{ __typename\u0000 }')).status).toBe(400);
  });
  test('NUL and halves of surrogate pairs, in variables and literals', async () => {
    for (const id of ['\u0000', 'a\ud800']) {
      const { status: code, body } = await router.query('query($id: ID!) { ticket(id: $id) { id } }', { id });
      expect([code, body.errors?.map(({ extensions }: any) => extensions)]).toEqual([400, [{ code: 'BAD_USER_INPUT', field: 'id' }]]);
    }
    const { body } = await router.query('{ t: ticket(id: "\\u0000") { id } }');
    expect(body.errors?.map(({ extensions }: any) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', field: 't.id' }]);
  });
  test('one key twice: what is judged is what is executed', async () => {
    const { body } = await router.post('{"query":"{ tickets { id } }","query":"{ __typename }","variables":{"a":1},"variables":{}}');
    expect(body).toEqual({ data: { __typename: 'Query' } });
  });
  test('keys of all objects change none', async () => {
    const text = '{"query":"query($id: ID!) { ticket(id: $id) { id } }","variables":{"id":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1,"query":"{ tickets { id } }"}}';
    expect((await router.post(text)).body).toEqual({ data: { ticket: { id: 'a' } } });
    expect((await router.post('{"__proto__":{"query":"{ __typename }"}}')).status).toBe(400);
    expect((await router.query('{ __proto__: ticket(id: "a") { constructor: id toString: title } }')).status).toBe(200);
    expect((await router.query('{ __proto__ }')).status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('GET', () => {
  const get = async (search: Record<string, string> | [string, string][], headers: Record<string, string> = { 'apollo-require-preflight': '1' }) =>
    fetch(`${router.url}?${new URLSearchParams(search).toString()}`, { headers });
  test('of a page of another site', async () => expect((await get({ query: '{ __typename }' }, {})).status).toBe(400));
  test('with the type of a form, whatever header goes along', async () => {
    expect((await get({ query: '{ __typename }' }, { 'content-type': 'text/plain', 'apollo-require-preflight': '1' })).status).toBe(415);
  });
  test('changes nothing, by whatever name', async () => {
    const answer = await get({ query: 'query A { __typename } mutation B { rename(id: "a", title: "New") { id } }', operationName: 'B' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
  test('with two operations', async () => expect((await get([['query', '{ __typename }'], ['query', '{ tickets { id } }']])).status).toBe(400));
  test('with variables that are none', async () => {
    expect((await get({ query: '{ __typename }', variables: '[1]' })).status).toBe(400);
    expect((await get({ query: '{ __typename }', variables: '{' })).status).toBe(400);
  });
  test('of bytes that are not UTF-8, or with a NUL', async () => {
    const ticket = (id: string) => fetch(`${router.url}?query=query(%24id:ID!)%7Bticket(id:%24id)%7Bid%7D%7D&variables=%7B%22id%22:%22${id}%22%7D`, { headers: { 'apollo-require-preflight': '1' } });
    expect(await Promise.all(['a', '%FF', '%C3', '%ED%A0%80', '%5Cu0000'].map(async (id) => (await ticket(id)).status))).toEqual([200, 400, 400, 400, 400]);
  });
  test('an answer of a kind that nobody offers is refused before anything is done', async () => expect((await get({ query: '{ __typename }' }, { accept: 'image/png', 'apollo-require-preflight': '1' })).status).toBe(406));
});

describe('bytes', () => {
  test('headers without end', async () => expect(await raw(router.port, `${head([`x-long: ${'a'.repeat(20_000)}`])}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /));
  test('headers without number', async () => expect(await raw(router.port, `${head(Array.from({ length: 3_000 }, (_, n) => `x-${n}: a`))}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /));
  test('an address without end', async () => expect(await raw(router.port, `GET /graphql?query=${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /));
  test('two lengths, or a length and chunks', async () => {
    expect(await raw(router.port, `${head(['content-length: 2', 'content-length: 30'])}\r\n\r\n{}`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await raw(router.port, `${head(['content-length: 2', 'transfer-encoding: chunked'])}\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  });
  test('no HTTP at all', async () => expect(await raw(router.port, '\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /));
  test('a client that goes away in the middle of its body leaves nothing behind', async () => {
    const sockets = Array.from({ length: 20 }, () => connect(router.port, '127.0.0.1').on('error', () => {}));
    for (const socket of sockets) socket.write(`${head(['content-length: 100'])}\r\n\r\n{"query":`);
    await until('all are connected', () => sockets.every((socket) => socket.bytesWritten > 0 && !socket.connecting));
    for (const socket of sockets) socket.destroy();
    expect(router.logged).toEqual([]);
  });
});

describe('targets and upgrades that no client of ours sends', () => {
  const get = (target: string): Promise<string> => raw(router.port, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  test.each([['//', 404], ['///x', 404], ['http://[', 400], ['http://x/nothing', 404], ['*', 404], ['/%', 404], ['/%00', 404], ['/survey/%E0%A4%A', 200], ['/graphql?query=%', 400]])('%s', async (target, status) =>
    expect(await get(target)).toMatch(new RegExp(`^HTTP/1.1 ${status} `)),
  );
  test.each([['//', 404], ['http://[', 400], ['/elsewhere', 404], ['//graphql', 404]])('upgrade to %s', async (target, status) =>
    expect(await raw(router.port, upgradeOf(target))).toMatch(new RegExp(`^HTTP/1.1 ${status} `)),
  );
  test('refused upgrades that are reset at once', async () => {
    for (let n = 0; n < 30; n += 1) await sendAndReset(router.port, n % 2 ? upgradeOf('/elsewhere') : upgradeOf('/graphql', ['origin: https://evil.example']));
  });
});

describe('a client that takes its time', () => {
  const routes = { graphql: async (request: AsyncIterable<unknown>, response: { end: () => void }) => {
    for await (const _ of request);
    response.end();
  } } as unknown as Routes;
  const server = createHttpServer(routes, () => true, createLogger('test'), { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 50 });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => void (server.close(resolve), server.closeAllConnections())));
  const port = (): number => (server.address() as { port: number }).port;

  test('with its headers is told so, and let go', async () => expect(await raw(port(), 'POST /graphql HTTP/1.1\r\nhost: x\r\n')).toMatch(/^HTTP\/1.1 408 /));
  test('with its body as well', async () => expect(await raw(port(), `${head(['content-length: 100'])}\r\n\r\n{`)).toMatch(/^HTTP\/1.1 408 /));
});

test('a large answer is compressed for those who take it, and only for them', async () => {
  const query = `{ ${Array.from({ length: 20 }, (_, n) => `t${n}: tickets { id title }`).join(' ')} }`;
  const post = async (acceptEncoding: string) => fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', 'accept-encoding': acceptEncoding }, body: JSON.stringify({ query }) });
  const [compressed, plain] = [await post('br'), await post('identity')];
  expect([compressed.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual(['br', null]);
  expect(compressed.headers.get('vary')).toContain('accept-encoding');
  expect(await compressed.json()).toEqual(await plain.json());
});
