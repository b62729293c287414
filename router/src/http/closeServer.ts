import cluster from 'node:cluster';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { neverThrowing } from '@sysops-squad/chassis/listeners';

/**
 * Every connection ends after its next answer, and new ones are left to the other processes behind the same port, where there are any. Idle ones
 * stay open: a client may be sending on one at this moment.
 */
export function sendElsewhere(server: Server): void {
  server.prependListener('request', neverThrowing((_request: IncomingMessage, response: ServerResponse) => response.setHeader('connection', 'close')));
  // Its own `close` would end idle connections.
  if (cluster.isWorker) NetServer.prototype.close.call(server);
}

/** Accepts nothing new, lets requests under way finish, and ends those that take longer than `graceMs`. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
