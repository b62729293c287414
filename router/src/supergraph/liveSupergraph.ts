import { ApolloGateway } from '@apollo/gateway';
import type { Logger } from '@sysops-squad/chassis/logger';
import { createSubgraphSource } from '../subgraphs/subgraphSource.ts';
import type { SubgraphClients } from '../subgraphs/subgraphClients.ts';
import { loadSupergraph, type LoadedSupergraph } from './loadedSupergraph.ts';
import { watchSupergraphFile } from './supergraphFile.ts';

type Options = { file: string; clients: SubgraphClients; logger: Logger };

/**
 * The supergraph in use. A changed file is loaded beside it and swapped in whole, for queries (the gateway) and subscriptions
 * (`current`) alike; a bad one is reported and changes nothing. Requests under way finish with the one they began with.
 */
export function createLiveSupergraph({ file, clients, logger }: Options) {
  // The gateway keeps a source for good, even while its subgraph is not listed; the client behind it may be another one by then.
  const sourceOf = ({ name, url = '' }: { name: string; url?: string }) =>
    createSubgraphSource({ name, call: (...request) => clients.get(name, url).call(...request) }, logger);
  let current: LoadedSupergraph | undefined;
  let updateGateway: ((sdl: string) => void) | undefined;

  const replace = (sdl: string): void => {
    if (sdl === current?.sdl) return;
    try {
      const next = loadSupergraph(sdl, (subgraph) => sourceOf(subgraph));
      updateGateway?.(sdl);
      current = next;
      clients.keepOnly(next.subgraphs);
      logger.info({ supergraph: next.id, subgraphs: next.subgraphs.map(({ name }) => name) }, 'supergraph replaced');
    } catch (error) {
      logger.error({ err: error, file, keeping: current?.id }, 'supergraph refused, the one before stays in use');
    }
  };
  const watched = watchSupergraphFile(file, replace, (error) => logger.error({ err: error, file, keeping: current?.id }, 'supergraph file cannot be read'));

  const gateway = new ApolloGateway({
    supergraphSdl: async ({ update }) => {
      const supergraphSdl = await watched.read();
      current = loadSupergraph(supergraphSdl, (subgraph) => sourceOf(subgraph));
      updateGateway = update;
      watched.start();
      return { supergraphSdl, cleanup: async () => watched.stop() };
    },
    buildService: sourceOf,
    __exposeQueryPlanExperimental: false,
    logger: { debug: () => {}, info: () => {}, warn: (message) => logger.warn(message), error: (message) => logger.error(message) },
  });
  return {
    gateway,
    /** @throws before the gateway has been started */
    current: (): LoadedSupergraph => {
      if (!current) throw new Error('no supergraph is loaded yet');
      return current;
    },
    isLoaded: () => current !== undefined,
  };
}
export type LiveSupergraph = ReturnType<typeof createLiveSupergraph>;
