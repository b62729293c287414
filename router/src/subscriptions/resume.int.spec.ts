import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs, { queryTimeoutMs: 10_000, deadlineMs: 15_000 });
});
afterAll(() => router.stop());

const append = (count: number, from = 0): void => desk.log.append(...Array.from({ length: count }, (_, i) => ({ kind: `E${from + i}`, ticketId: 'a' })));
const restart = async (name: string): Promise<void> => {
  const { port } = router.subgraph(name);
  await router.subgraph(name).stop();
  await router.startSubgraph(name, port);
};

test('across restarts of the subgraph a client that never asked for cursors gets every event once, in order', async () => {
  const client = liveClient(router.wsUrl, undefined);
  const stream = client.subscribe('subscription { ticketEvents { kind ticket { customer { name } } } }');
  for (let round = 0; round < 4; round++) {
    append(25, round * 25);
    await stream.atLeast(round * 25 + 3);
    await restart('tickets');
  }
  await stream.atLeast(100);
  expect(stream.received.map(({ data }) => data!['ticketEvents'].kind)).toEqual(Array.from({ length: 100 }, (_, i) => `E${i}`));
  expect(stream.received.every(({ errors }) => errors === undefined)).toBe(true);
  await client.dispose();
});

test('events written while the subgraph was away come when it is back', async () => {
  const client = liveClient(router.wsUrl, undefined);
  const { port } = router.subgraph('tickets');
  const stream = client.subscribe('subscription { ticketEvents(after: "100") { cursor } }');
  await until('subscribed', () => desk.log.readers() === 1);
  await router.subgraph('tickets').stop();
  append(3);
  await router.startSubgraph('tickets', port);
  await stream.atLeast(3);
  expect(stream.received.map(({ data }) => data!['ticketEvents'].cursor)).toEqual(['101', '102', '103']);
  await client.dispose();
});

test('a field without a cursor cannot go on: its subscription ends with UNAVAILABLE', async () => {
  const client = liveClient(router.wsUrl, undefined);
  const stream = client.subscribe('subscription { ticks { n } }');
  await stream.atLeast(1);
  await restart('tickets');
  await stream.ended();
  expect(stream.outcome.error).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
  await client.dispose();
});
