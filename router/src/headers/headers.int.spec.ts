import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import type { HeaderRules } from './headerRules.ts';

let router: TestRouter | undefined;
const received: IncomingHttpHeaders[] = [];
/** Stands before a subgraph, and adds headers to its answers. */
const between = createServer((request, response) => {
  received.push(request.headers);
  void (async () => {
    const body = await text(request);
    const headers = Object.fromEntries(['content-type', proofHeader].map((name) => [name, request.headers[name]!.toString()]));
    const answer = await fetch(router!.subgraph('tickets').url, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json', 'x-warning': 'old', 'set-cookie': 'a=1', 'access-control-allow-origin': '*', 'x-request-id': 'theirs' }).end(await answer.text());
  })();
});
beforeAll(() => new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => (between.close(resolve), between.closeAllConnections())));
afterEach(() => router?.stop());

async function ask(rules: HeaderRules | undefined) {
  received.length = 0;
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}/graphql`;
  router = await startTestRouter(createDesk().subgraphs, { headers: rules, routingUrls: { tickets: [url] }, queryTimeoutMs: 20_000, deadlineMs: 25_000 });
  const { headers, body } = await router.post({ query: '{ ticket(id: "a") { id } }' }, { 'x-desk-name': 'north', cookie: 'mine', [proofHeader]: 'forged', 'x-deadline-ms': '1' });
  expect(body).toEqual({ data: { ticket: { id: 'a' } } });
  return headers;
}

test('without rules nothing passes, either way', async () => {
  const headers = await ask(undefined);
  expect(Object.keys(received[0]!).filter((name) => ['x-desk-name', 'cookie'].includes(name))).toEqual([]);
  expect(['x-warning', 'set-cookie', 'access-control-allow-origin'].map((name) => headers.get(name))).toEqual([null, null, null]);
}, 60_000);

test('what rules name passes, and what the router says itself stays its own', async () => {
  const headers = await ask({ request: { all: [{ matching: '.*' }, { insert: 'x-by', value: 'router' }, { insert: proofHeader, value: 'forged by a rule' }] }, response: { subgraphs: { tickets: [{ propagate: 'x-warning' }] } } });
  expect(received[0]).toMatchObject({ 'x-desk-name': 'north', 'x-by': 'router', 'content-type': 'application/json' });
  expect(received[0]).not.toHaveProperty('cookie');
  expect(received[0]![proofHeader]).not.toMatch(/forged/);
  expect(Number(received[0]!['x-deadline-ms'])).toBeGreaterThan(1_000);
  expect(headers.get('x-warning')).toBe('old');
  expect(headers.get('set-cookie')).toBeNull();
  expect(headers.get('x-request-id')).not.toBe('theirs');
}, 60_000);
