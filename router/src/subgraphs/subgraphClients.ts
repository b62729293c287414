import type { Logger } from '@sysops-squad/chassis/logger';
import { createSubgraphClient, type SubgraphClient, type SubgraphClientOptions } from './subgraphClient.ts';

type Shared = Pick<SubgraphClientOptions, 'sign' | 'queryTimeoutMs' | 'mutationTimeoutMs' | 'parallelCalls' | 'onCall'> & {
  /** In place of the routing URLs in the supergraph, by subgraph. */
  routingUrls: Record<string, string>;
  logger: Logger;
};

/** One client per subgraph and address, kept across supergraphs that agree on it. */
export function createSubgraphClients({ routingUrls, logger, ...options }: Shared) {
  const clients = new Map<string, SubgraphClient>();
  const urlOf = (name: string, url: string): string => routingUrls[name] ?? url;

  const get = (name: string, routingUrl: string): SubgraphClient => {
    const url = urlOf(name, routingUrl);
    const key = `${name} ${url}`;
    const client = clients.get(key) ?? createSubgraphClient({ name, url, logger, ...options });
    clients.set(key, client);
    return client;
  };
  /** Closes what no subgraph uses any more, after its calls under way. */
  const keepOnly = (subgraphs: readonly { name: string; url: string }[]): void => {
    const used = new Set(subgraphs.map(({ name, url }) => `${name} ${urlOf(name, url)}`));
    for (const [key, client] of clients) {
      if (used.has(key)) continue;
      clients.delete(key);
      client.close().catch((err: unknown) => logger.warn({ err }, 'connections not closed'));
    }
  };
  const close = async (): Promise<void> => void (await Promise.allSettled([...clients.values()].map((client) => client.close())));
  /** For whoever watches: how each subgraph does. */
  const states = () => [...clients.values()].map(({ name, state }) => ({ subgraph: name, ...state() }));
  return { get, keepOnly, urlOf, states, close };
}
export type SubgraphClients = ReturnType<typeof createSubgraphClients>;
