import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const subscription = 'subscription { ticketEvents { cursor } }';
const desk = createDesk();
const clients: ReturnType<typeof liveClient>[] = [];
let router: TestRouter | undefined;
afterEach(async () => {
  desk.letGo();
  for (const client of clients) await client.dispose();
  await router?.stop();
});

test('too much to do: new subscriptions are refused on sockets and over HTTP, new sockets too; those that are open go on', async () => {
  router = await startTestRouter(desk.subgraphs, { requestsInFlight: 10, mutationTimeoutMs: 20_000, deadlineMs: 25_000, parallelCalls: 500 });
  const [client, newcomer] = [liveClient(router.wsUrl, undefined), liveClient(router.wsUrl, undefined)];
  clients.push(client, newcomer);
  const open = client.subscribe(subscription);
  await until('subscribed', () => desk.log.readers() === 1);
  const { query } = router;
  const waiting = Array.from({ length: 70 }, () => query('mutation { createTicket }'));
  await until('so many tickets wait that all changes are refused', () => desk.hanging() > 50);

  const onSocket = client.subscribe(subscription);
  await onSocket.ended();
  expect(onSocket.outcome.error).toMatchObject([{ extensions: { code: 'OVERLOADED', retryAfterSeconds: expect.any(Number) } }]);
  const overHttp = await fetch(router.url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' }, body: JSON.stringify({ query: subscription }) });
  expect([overHttp.status, Number(overHttp.headers.get('retry-after')) > 0]).toEqual([503, true]);
  const refused = newcomer.subscribe(subscription);
  await refused.ended();
  expect(String((refused.outcome.error as { message: string }).message)).toContain('503');

  desk.log.append({ kind: 'one', ticketId: 'a' });
  await open.atLeast(1);
  desk.letGo();
  await Promise.all(waiting);
});
