import type { Logger } from '@sysops-squad/chassis/logger';
import type { FromConfig } from '../config/loadConfig.ts';
import type { Routing } from './routing.ts';
import { createSubgraphClient, type SubgraphClient, type SubgraphClientOptions } from './subgraphClient.ts';

type Shared = Pick<SubgraphClientOptions, 'sign' | 'queryTimeoutMs' | 'mutationTimeoutMs' | 'parallelCalls' | 'onCall'> & {
  /** What is otherwise for one subgraph. */
  subgraphTraffic?: FromConfig['subgraphTraffic'];
  /** In place of the routing URLs in the supergraph. */
  routing: Pick<Routing, 'urlsOf' | 'onChange'>;
  logger: Logger;
};

/** One client per subgraph, kept across supergraphs that agree on where it is. */
export function createSubgraphClients({ routing, logger, subgraphTraffic = {}, ...options }: Shared) {
  const clients = new Map<string, SubgraphClient>();
  const keyOf = (name: string, url: string): string => (routing.urlsOf(name) ? name : `${name} ${url}`);

  const get = (name: string, routingUrl: string): SubgraphClient => {
    const key = keyOf(name, routingUrl);
    const client = clients.get(key) ?? createSubgraphClient({ name, urls: routing.urlsOf(name) ?? [routingUrl], logger, ...options, ...subgraphTraffic[name] });
    clients.set(key, client);
    return client;
  };
  /** After its calls under way. */
  const forget = (key: string, client: SubgraphClient): void => {
    clients.delete(key);
    client.close().catch((err: unknown) => logger.warn({ err }, 'connections not closed'));
  };
  routing.onChange(() => {
    for (const [key, client] of clients) {
      const urls = routing.urlsOf(client.name);
      if (key === client.name && urls) client.use(urls);
      else if (key === client.name) forget(key, client);
    }
  });
  /** Closes what no subgraph uses any more. */
  const keepOnly = (subgraphs: readonly { name: string; url: string }[]): void => {
    const used = new Set(subgraphs.map(({ name, url }) => keyOf(name, url)));
    for (const [key, client] of clients) if (!used.has(key)) forget(key, client);
  };
  const close = async (): Promise<void> => void (await Promise.allSettled([...clients.values()].map((client) => client.close())));
  /** For whoever watches: how each subgraph does. */
  const states = () => [...clients.values()].map(({ name, state }) => ({ subgraph: name, ...state() }));
  return { get, keepOnly, states, close };
}
export type SubgraphClients = ReturnType<typeof createSubgraphClients>;
