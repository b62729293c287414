import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { neverThrowing } from '../listeners.ts';
import type { Logger } from '../logger.ts';
import { readTarget, type Target } from './target.ts';

export type Upgrade = { request: IncomingMessage; socket: Duplex; head: Buffer; target: Target };

const refusedWithinMs = 2_000;

/**
 * The one way to take over the raw sockets that Node hands out for upgrades. They have no listeners at all any
 * more, so that a client's reset would end
 * the process: here each has one before anything else, and an upgrade whose handling fails is ended.
 */
export function onUpgrade(server: Server, handle: (upgrade: Upgrade) => void, logger: Logger): void {
  server.on(
    'upgrade',
    neverThrowing((request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', destroy);
      const failed = (error: unknown): void => {
        logger.error({ err: error, url: request.url }, 'an upgrade failed');
        socket.destroy();
      };
      neverThrowing(() => {
        const target = readTarget(request.url);
        if (target) handle({ request, socket, head, target });
        else refuseUpgrade(socket, 400);
      }, failed)();
    }),
  );
}

function destroy(this: Duplex): void {
  this.destroy();
}

/** Answers and ends: a client that neither reads nor closes its end holds the socket for two seconds at most. */
export function refuseUpgrade(socket: Duplex, status: number, headers: Record<string, string> = {}): void {
  const lines = Object.entries({ connection: 'close', 'content-length': '0', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const late = setTimeout(() => socket.destroy(), refusedWithinMs);
  socket.once('close', () => clearTimeout(late));
  // what it still sends is thrown away: unread bytes would turn the end into a reset, which takes the answer along
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`);
}
