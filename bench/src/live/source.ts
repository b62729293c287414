import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { answerQuestions } from './messages.ts';

/** Stands in for the ticket subgraph: whoever subscribes gets an event whenever told. What is measured does not wait for a database. */
const subscribers = new Map<string, WebSocket>();
const server = createServer();
const sockets = new WebSocketServer({ server, maxPayload: 1024 * 1024 });
let events = 0;

sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { type: string; id: string };
    if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (message.type === 'ping') socket.send('{"type":"pong"}');
    if (message.type === 'subscribe') subscribers.set(message.id, socket);
    if (message.type === 'complete') subscribers.delete(message.id);
  });
});

/** One for each subscriber, as the router asks for it: with a cursor under its own name. */
function burst(): { at: number } {
  events += 1;
  const offer = { __typename: 'Offer', id: `off_${events}`, status: 'OPEN', expiresAt: '2030-01-01T00:00:00.000Z' };
  const payload = JSON.stringify({ data: { offerReceived: { __typename: 'OfferEvent', cursor: `${events}`, kind: 'RECEIVED', offer, routerCursor: `${events}` } } });
  const at = Number(process.hrtime.bigint()) / 1e6;
  for (const [id, socket] of subscribers) socket.send(`{"id":"${id}","type":"next","payload":${payload}}`);
  return { at };
}

answerQuestions({
  start: async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
  },
  count: () => ({ subscribers: subscribers.size }),
  burst,
});
