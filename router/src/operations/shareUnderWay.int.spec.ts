import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { newMetrics } from '@sysops-squad/chassis/metrics/metrics';
import { createDesk, seenCallers } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { streamClient } from '../testing/streamClient.ts';
import { startTestRouter, type GraphqlAnswer, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
const metrics = newMetrics();
let router: TestRouter;
let tokens: (string | undefined)[];
const claims = [{ sub: 'usr_1', customerId: 'cus_1' }, { sub: 'usr_2', customerId: 'cus_2' }, { sub: 'usr_1', customerId: 'cus_1', roles: ['CUSTOMER', 'MANAGER'] }];
beforeAll(async () => {
  // Long enough for a slow machine to join what is under way.
  router = await startTestRouter(desk.subgraphs, { shareWithinMs: 1_000, queryTimeoutMs: 20_000, deadlineMs: 20_000 }, metrics);
  tokens = [...(await Promise.all(claims.map((one) => router.issuer.token(one)))), undefined];
});
afterAll(() => router.stop());
beforeEach(() => metrics.registry.resetMetrics());
afterEach(() => desk.letGo());

const query = '{ whoAmI { id roles customerId } }';
const slowQuery = '{ slow whoAmI { id roles customerId } }';
const hanging = (count: number): Promise<void> => until(`${count} at the subgraph`, () => desk.hanging() === count);
async function joined(execution: string): Promise<number> {
  const { values } = await metrics.registry.getSingleMetric('router_shared_queries_total')!.get();
  return values.find(({ labels }) => labels['execution'] === execution)?.value ?? 0;
}
const joinedUnderWay = (count: number): Promise<void> => until(`${count} joined`, async () => (await joined('under way')) === count);
const whoOf = ({ body }: GraphqlAnswer): unknown => body.data!['whoAmI'];

/** All in one packet, so that the router reads them in one turn; the answers in the order of the requests. */
async function askAtOnce(whose: readonly (string | undefined)[]): Promise<unknown[]> {
  const body = JSON.stringify({ query });
  const requests = whose.map((token, index) => {
    const headers = ['content-type: application/json', `content-length: ${body.length}`, ...(token ? [`authorization: Bearer ${token}`] : []), ...(index === whose.length - 1 ? ['connection: close'] : [])];
    return `POST /graphql HTTP/1.1\r\nhost: localhost\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
  });
  const socket = connect(router.port, '127.0.0.1');
  socket.write(requests.join(''));
  const answers = (await text(socket)).matchAll(/\r\n\r\n(\{.*\})(?=HTTP|$)/g);
  return [...answers].map(([, json]) => (JSON.parse(json!) as GraphqlAnswer['body']).data!['whoAmI']);
}

describe('of many who ask the same each gets his own answer, and each is asked for once', () => {
  let own: unknown[];
  beforeAll(async () => {
    own = await Promise.all(tokens.map(async (token) => whoOf(await router.query(query, {}, token))));
    expect(new Set(own.map((one) => JSON.stringify(one))).size).toBe(4);
  });
  test('at the same moment', async () => {
    seenCallers.length = 0;
    const order = [0, 1, 2, 3, 3, 2, 1, 0, 0, 2, 1, 3, 1];
    expect(await askAtOnce(order.map((which) => tokens[which]))).toEqual(order.map((which) => own[which]));
    expect(seenCallers).toHaveLength(4);
    expect(await joined('waiting')).toBe(9);
  });
  test('one after the other, while the first are under way', async () => {
    const ask = (): Promise<GraphqlAnswer>[] => tokens.map((token) => router.query(slowQuery, {}, token));
    const first = ask();
    await hanging(4);
    const second = ask();
    await joinedUnderWay(4);
    expect(desk.hanging()).toBe(4);
    desk.letGo();
    expect((await Promise.all([...first, ...second])).map(whoOf)).toEqual([...own, ...own]);
  });
});

test('whoever asked first and leaves takes the answer from nobody', async () => {
  const leave = new AbortController();
  const body = JSON.stringify({ query: slowQuery });
  const first = fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: leave.signal });
  await hanging(1);
  const second = router.query(slowQuery);
  await joinedUnderWay(1);
  leave.abort();
  await expect(first).rejects.toThrow();
  await router.query('{ __typename }');
  desk.letGo();
  expect((await second).body).toMatchObject({ data: { slow: 'late' } });
});

describe('nobody gets an answer that was on its way', () => {
  const toldBy: Record<string, () => Promise<unknown>> = {
    'before a change that has been answered': () => router.query('mutation { rename(id: "a", title: "New") { title } }', {}, tokens[1]),
    'before a change that has failed': () => router.query('mutation { fail { title } }', {}, tokens[1]),
    'before an event on a WebSocket': () => afterEvent(liveClient(router.wsUrl, undefined)),
    'before an event in a stream': () => afterEvent(streamClient(router.url)),
  };
  async function afterEvent(client: ReturnType<typeof streamClient> | ReturnType<typeof liveClient>): Promise<void> {
    const { atLeast } = client.subscribe('subscription { ticketEvents { kind } }');
    desk.log.append({ kind: 'CHANGED', ticketId: 'a' });
    await atLeast(1);
    await client.dispose();
  }
  test.each(Object.keys(toldBy))('%s', async (what) => {
    const before = router.query(slowQuery, {}, tokens[0]);
    await hanging(1);
    await toldBy[what]!();
    const after = router.query(slowQuery, {}, tokens[0]);
    await hanging(2);
    desk.letGo();
    await Promise.all([before, after]);
    expect(await joined('under way')).toBe(0);
  });
});
