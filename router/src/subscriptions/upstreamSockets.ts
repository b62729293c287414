import type { Logger } from '@sysops-squad/chassis/logger';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

const socketsPerSubgraph = 4;
const usualTimes = { pingEveryMs: 10_000, pongWithinMs: 5_000 };

class UpstreamSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { handshakeTimeout: 3_000, maxPayload: 8 * 1024 * 1024, perMessageDeflate: false });
  }
}

/** Few graphql-ws sockets to each subgraph, which all subscriptions of all callers share. */
export function createUpstreamSockets(logger: Logger, times = usualTimes) {
  const pools = new Map<string, { client: Client; open: number }[]>();

  const poolOf = (url: string) => {
    const pool = pools.get(url) ?? Array.from({ length: socketsPerSubgraph }, () => ({ client: connect(url, logger, times), open: 0 }));
    pools.set(url, pool);
    return pool;
  };
  /** Takes the least used socket; give it back by calling `release`. */
  const take = (url: string): { client: Client; release: () => void } => {
    const socket = poolOf(url).reduce((least, other) => (other.open < least.open ? other : least));
    socket.open += 1;
    return { client: socket.client, release: () => void (socket.open -= 1) };
  };
  const close = (): void => {
    for (const { client } of [...pools.values()].flat()) client.terminate();
  };
  return { take, close };
}
export type UpstreamSockets = ReturnType<typeof createUpstreamSockets>;

/**
 * A socket that never repeats a subscribe message by itself: its proof is spent by then, and its `after` out of date.
 * One that answers no ping is given up, so that a frozen subgraph is noticed.
 */
function connect(url: string, logger: Logger, { pingEveryMs, pongWithinMs }: typeof usualTimes): Client {
  let overdue: NodeJS.Timeout | undefined;
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: UpstreamSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: 3_000,
    keepAlive: pingEveryMs,
    on: {
      ping: (received) => {
        if (!received) overdue = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong: (received) => received && clearTimeout(overdue),
      closed: (event) => {
        clearTimeout(overdue);
        const { code, reason } = event as { code?: number; reason?: string };
        if (code !== 1000) logger.warn({ url, code, reason }, 'subscription socket to a subgraph closed');
      },
    },
  });
  return client;
}
