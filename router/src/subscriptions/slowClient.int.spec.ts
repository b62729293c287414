import { WebSocket } from 'ws';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter } from '../testing/testRouter.ts';
import { until } from '../testing/until.ts';

const events = 4_000;

test('a client that reads nothing holds a bounded part of the log, and gets all of it, in order, once it reads', async () => {
  const desk = createDesk();
  const router = await startTestRouter(desk.subgraphs);
  const socket = new WebSocket(router.wsUrl, 'graphql-transport-ws');
  const kinds: string[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { ticketEvents { kind } }' } }));
    if (message.type === 'next') kinds.push(message.payload.data.ticketEvents.kind);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await until('subscribed', () => desk.log.readers() === 1);

  socket.pause();
  const filler = 'x'.repeat(2_000); // 8 MB in all: more than the system buffers between two sockets
  desk.log.append(...Array.from({ length: events }, (_, i) => ({ kind: `${i} ${filler}`, ticketId: 'a' })));
  await until('the router has let go of the subgraph', () => desk.counts.subscribed > 0 && desk.log.readers() === 0);
  const subscribedWhilePaused = desk.counts.subscribed;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(desk.counts.subscribed).toBe(subscribedWhilePaused);

  socket.resume();
  await until('all events have come', () => kinds.length >= events, 20_000);
  expect(kinds.map((kind) => Number(kind.split(' ')[0]))).toEqual(Array.from({ length: events }, (_, i) => i));
  socket.terminate();
  await router.stop();
}, 40_000);
