import { WebSocket } from 'ws';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const events = 4_000;
const filler = 'x'.repeat(2_000); // 8 MB in all: more than the system buffers between two sockets
type Payload = { data: Record<string, any>; extensions?: { gap?: { leftOut: number } } };

const desk = createDesk();
let router: TestRouter;
let socket: WebSocket;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs);
});
afterEach(async () => {
  socket.terminate();
  await until('no reader is left', () => desk.log.readers() === 0);
});
afterAll(() => router.stop());

async function subscribe(query: string): Promise<Payload[]> {
  socket = new WebSocket(router.wsUrl, 'graphql-transport-ws');
  const received: Payload[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    if (message.type === 'next') received.push(message.payload);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await until('subscribed', () => desk.log.readers() === 1);
  return received;
}

test('a client that reads nothing holds a bounded part of the log, and gets all of it, in order, once it reads', async () => {
  const received = await subscribe('subscription { ticketEvents { kind } }');
  socket.pause();
  desk.log.append(...Array.from({ length: events }, (_, i) => ({ kind: `${i} ${filler}`, ticketId: 'a' })));
  await until('the router has let go of the subgraph', () => desk.counts.subscribed > 0 && desk.log.readers() === 0, 20_000);
  const subscribedWhilePaused = desk.counts.subscribed;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(desk.counts.subscribed).toBe(subscribedWhilePaused);

  socket.resume();
  await until('all events have come', () => received.length >= events, 20_000);
  expect(received.map(({ data }) => Number(data['ticketEvents'].kind.split(' ')[0]))).toEqual(Array.from({ length: events }, (_, i) => i));
  expect(received.every(({ extensions }) => extensions === undefined)).toBe(true);
}, 60_000);

test('a field without a cursor: the newest events are kept for a client that reads nothing, and it is told how many were left out', async () => {
  const received = await subscribe('subscription { ticks { n ticket { id } } }');
  await until('it is live', () => received.at(-1)?.data['ticks'].n === events, 20_000);
  socket.pause();
  desk.log.append(...Array.from({ length: events }, () => ({ kind: '', ticketId: filler })));
  await until('the subgraph has sent all of it', () => desk.counts.ticked === 2 * events, 20_000);
  socket.resume();
  await until('the last one has come', () => received.at(-1)!.data['ticks'].n === 2 * events, 20_000);

  const leftOut = received.map(({ extensions }) => extensions?.gap?.leftOut ?? 0);
  expect(leftOut.some((count) => count > 0)).toBe(true);
  for (const [i, { data }] of received.entries()) expect(data['ticks'].n).toBe((received[i - 1]?.data['ticks'].n ?? 0) + leftOut[i]! + 1);
}, 60_000);
