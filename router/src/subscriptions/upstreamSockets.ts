import type { Logger } from '@sysops-squad/chassis/logger';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { leastLoaded, wantedOf } from '../subgraphs/leastLoaded.ts';

const socketsPerInstance = 4;
const avoidedForMs = 1_000;
const usualTimes = { pingEveryMs: 10_000, pongWithinMs: 5_000 };

type Socket = { url: string; client: Client; open: number };
type Connection = { url: string; logger: Logger; times: typeof usualTimes; onBroken: () => void };

class UpstreamSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { handshakeTimeout: 3_000, maxPayload: 8 * 1024 * 1024, perMessageDeflate: false });
  }
}

/** Few graphql-ws sockets to each instance of a subgraph, which all subscriptions of all callers share. */
export function createUpstreamSockets(logger: Logger, times = usualTimes) {
  const pools = new Map<string, Socket[]>();
  const brokenAt = new Map<string, number>();

  const open = (url: string): Socket => {
    const onBroken = (): void => void brokenAt.set(url, performance.now());
    return { url, client: connect({ url, logger, times, onBroken }), open: 0 };
  };
  const poolOf = (url: string): Socket[] => {
    const pool = pools.get(url) ?? Array.from({ length: socketsPerInstance }, () => open(url));
    pools.set(url, pool);
    return pool;
  };
  const release = (socket: Socket): void => {
    socket.open -= 1;
    const { url } = socket;
    if (pools.get(url)?.every((other) => other.open === 0)) pools.delete(url);
  };
  const hasJustBroken = (url: string): boolean => performance.now() - (brokenAt.get(url) ?? -Infinity) < avoidedForMs;
  /**
   * Takes the least used socket to any of these instances, and one whose socket has just broken only when there is no other; give it back by
   * calling `release`.
   */
  const take = (urls: readonly string[]): { client: Client; path: string; release: () => void } => {
    const sockets = wantedOf(urls, (url) => !hasJustBroken(url)).flatMap(poolOf);
    const [socket] = leastLoaded(sockets, (candidate) => candidate.open);
    socket!.open += 1;
    return { client: socket!.client, path: new URL(socket!.url).pathname, release: () => release(socket!) };
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
function connect({ url, logger, times: { pingEveryMs, pongWithinMs }, onBroken }: Connection): Client {
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
        if (code === 1000) return;
        onBroken();
        logger.warn({ url, code, reason }, 'subscription socket to a subgraph closed');
      },
    },
  });
  return client;
}
