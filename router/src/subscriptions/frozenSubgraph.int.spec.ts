import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@sysops-squad/chassis/logger';
import { WebSocketServer } from 'ws';
import { openUpstreamStream } from './upstreamStream.ts';
import { createUpstreamSockets } from './upstreamSockets.ts';

test('a subgraph that accepts a subscription and then freezes is given up, so that the subscription goes on elsewhere or later', async () => {
  const server = createServer();
  const frozen = new WebSocketServer({ server });
  frozen.on('connection', (socket) => socket.once('message', () => socket.send('{"type":"connection_ack"}')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = createUpstreamSockets(createLogger('test'), { pingEveryMs: 30, pongWithinMs: 30 });
  const { client, release } = sockets.take([`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`]);
  const stream = openUpstreamStream(client, { query: 'subscription { x }' }, { size: 10, whenFull: 'break' });
  expect(await stream.next()).toMatchObject({ end: 'broken' });
  release();
  sockets.close();
  for (const socket of frozen.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});
