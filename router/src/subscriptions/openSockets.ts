import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@sysops-squad/chassis/logger';
import { handleProtocols, type Server as Protocol } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { clientAddress } from '../http/clientAddress.ts';
import type { OriginRule } from '../http/origins.ts';
import type { Importance } from '../overload/importance.ts';
import { oneByOne } from './oneByOne.ts';
import { startPings } from './socketPings.ts';
import type { SocketExtra } from './socketSession.ts';

type Parts = {
  server: Server;
  isAllowedOrigin: OriginRule;
  trustedProxies: number;
  /** Whether there is too much to do: who is refused comes back later. */
  refuses: (importance: Importance) => boolean;
  pingEveryMs: number;
  logger: Logger;
};

const messageLimit = 64 * 1024;
const closeWithinMs = 2_000;
/** Clients of the graphql-ws library come back after the first two. */
const [goingAway, serviceRestart, internalError] = [1001, 1012, 4500];

/** WebSockets at /graphql that speak `protocol`; each keeps as little as it can, since there are thousands. */
export function openSockets({ server, isAllowedOrigin, trustedProxies, refuses, pingEveryMs, logger }: Parts, protocol: Protocol<SocketExtra>) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimit, perMessageDeflate: false, handleProtocols });
  const pings = startPings(pingEveryMs);
  let leaving = false;
  function failed(this: WebSocket, error: Error): void {
    logger.info({ reason: error.message }, 'client socket failed'); // it closes itself
  }
  const serve = (socket: WebSocket, address: string | null): void => {
    const forget = pings.watch(socket);
    const closed = protocol.opened(adapted(socket, logger), { socket, clientAddress: address });
    socket.on('error', failed);
    socket.once('close', (code, reason) => {
      forget();
      closed(code, String(reason)).catch((err: unknown) => logger.error({ err }, 'a socket was not closed in order'));
    });
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { origin, host } = request.headers;
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/graphql') return refuseUpgrade(socket, '404 Not Found');
    if (origin && !isAllowedOrigin(origin, host)) return refuseUpgrade(socket, '403 Forbidden');
    if (leaving) return refuseUpgrade(socket, '503 Service Unavailable');
    if (refuses('change')) return refuseUpgrade(socket, '503 Service Unavailable\r\nretry-after: 2');
    const address = clientAddress(request, trustedProxies);
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, address));
  });
  /** Sends everybody away, one after the other over so long, to come back elsewhere or later. */
  const drain = async (milliseconds: number): Promise<void> => {
    leaving = true;
    await oneByOne(sockets.clients, milliseconds, (socket) => socket.close(serviceRestart, 'Restarting: connect again'));
  };
  const close = async (): Promise<void> => {
    pings.stop();
    for (const socket of sockets.clients) socket.close(goingAway, 'Going away');
    const late = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), closeWithinMs);
    await new Promise((resolve) => sockets.close(resolve));
    clearTimeout(late);
  };
  return { clients: sockets.clients as ReadonlySet<WebSocket>, drain, close };
}

/** Waits until a text has left this process, so that whoever reads slowly is sent nothing more until then, or cannot leave any more. */
export const sendText = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
    else resolve();
  });

const adapted = (socket: WebSocket, logger: Logger): Parameters<Protocol<SocketExtra>['opened']>[0] => ({
  protocol: socket.protocol,
  send: (text) => sendText(socket, text),
  close: (code, reason) => socket.close(code, reason),
  onMessage: (handle) =>
    socket.on('message', (data: Buffer) => {
      handle(data.toString()).catch((err: unknown) => {
        logger.error({ err }, 'a message of a client was not handled');
        socket.close(internalError, 'Internal server error');
      });
    }),
});

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
