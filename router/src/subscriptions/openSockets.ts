import type { Server } from 'node:http';
import { createProtocolSockets } from '@sysops-squad/chassis/http/protocolSockets';
import { onUpgrade, refuseUpgrade } from '@sysops-squad/chassis/http/upgrade';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { Server as Protocol } from 'graphql-ws';
import { clientAddress } from '../http/clientAddress.ts';
import type { OriginRule } from '../http/origins.ts';
import type { Importance } from '../overload/importance.ts';
import { oneByOne } from './oneByOne.ts';
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

const maxPayload = 64 * 1024;
/** Clients of the graphql-ws library come back after it. */
const serviceRestart = 1012;

/** WebSockets at /graphql that speak `protocol`. */
export function openSockets({ server, isAllowedOrigin, trustedProxies, refuses, pingEveryMs, logger }: Parts, protocol: Protocol<SocketExtra>) {
  const sockets = createProtocolSockets({ protocol, maxPayload, pingEveryMs, logger });
  let leaving = false;
  onUpgrade(server, (upgrade) => {
    const { request, socket, target } = upgrade;
    const { origin, host } = request.headers;
    if (target.path !== '/graphql') return refuseUpgrade(socket, 404);
    if (origin && !isAllowedOrigin(origin, host)) return refuseUpgrade(socket, 403);
    if (leaving) return refuseUpgrade(socket, 503);
    if (refuses('change')) return refuseUpgrade(socket, 503, { 'retry-after': '2' });
    const address = clientAddress(request, trustedProxies);
    sockets.accept(upgrade, (opened) => ({ socket: opened, clientAddress: address }));
  }, logger);
  /** Sends everybody away, one after the other over so long, to come back elsewhere or later. */
  const drain = async (milliseconds: number): Promise<void> => {
    leaving = true;
    await oneByOne(sockets.clients, milliseconds, (socket) => socket.close(serviceRestart, 'Restarting: connect again'));
  };
  return { clients: sockets.clients, drain, close: sockets.close };
}
