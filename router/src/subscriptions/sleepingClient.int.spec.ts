import { eventsOf } from '@sysops-squad/client/events';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

type Event = { ticketEvents: { cursor: string; kind: string } };

const desk = createDesk();
let router: TestRouter;
let client: Client;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs);
  client = createClient({ url: router.wsUrl, webSocketImpl: WebSocket });
});
afterAll(async () => {
  client.terminate();
  await router.stop();
});

test('our client, asleep: what it holds is bounded, the subgraph is let go of, and every event is read in order, once', async () => {
  const append = (count: number): void => desk.log.append(...Array.from({ length: count }, () => ({ kind: 'CHANGED', ticketId: 'a' })));
  const events = eventsOf<Event>(client, 'subscription ($after: String) { ticketEvents(after: $after) { cursor kind } }', {}, { unread: 50 });
  let most = 0;
  client.on('message', () => (most = Math.max(most, events.unread())));
  await until('subscribed', () => desk.log.readers() === 1);
  append(600);
  await until('it has let go', () => events.unread() === 50 && desk.log.readers() === 0);
  append(100);

  const cursors: number[] = [];
  while (cursors.length < 700) {
    cursors.push(Number((await events.next()).value!.data!.ticketEvents.cursor));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(cursors).toEqual(Array.from({ length: 700 }, (_, i) => i + 1));
  expect(most).toBe(50);
  expect(desk.counts.after).toContain('50');
  await events.return();
  await until('no reader is left', () => desk.log.readers() === 0);
}, 60_000);
