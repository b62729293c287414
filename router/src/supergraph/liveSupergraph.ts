import type { Logger } from '@sysops-squad/chassis/logger';
import { oncePer } from '@sysops-squad/chassis/oncePer';
import type { GraphQLSchema } from 'graphql';
import { forgetChanged } from '../cache/forgetChanged.ts';
import type { ResponseCache } from '../cache/responseCache.ts';
import { createExecutor, type GatewayExecutor } from '../execution/executor.ts';
import { startGatewayExecutor } from '../execution/gatewayExecutor.ts';
import type { ActiveOverrides } from '../overrides/activeOverrides.ts';
import { askSubgraphs } from '../subgraphs/askSubgraphs.ts';
import type { SubgraphClients } from '../subgraphs/subgraphClients.ts';
import { loadSupergraph, type LoadedSupergraph } from './loadedSupergraph.ts';
import { watchSupergraphFile } from './supergraphFile.ts';

type Options = { file: string; activeOverrides: ActiveOverrides; clients: SubgraphClients; executor: 'own' | 'gateway'; cache?: Pick<ResponseCache, 'forget'> | undefined; logger: Logger };

/**
 * The supergraph in use. A changed file is loaded beside it, planned with, and swapped in whole, for queries (the gateway) and subscriptions
 * (`current`) alike; a bad one is reported and changes nothing. Requests under way finish with the one they began with.
 */
export function createLiveSupergraph({ file, activeOverrides, clients, executor: whose, cache, logger }: Options) {
  let current: LoadedSupergraph | undefined;
  const supergraphs = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  const listeners = new Set<(inUse: LoadedSupergraph) => void>();
  const use = (next: LoadedSupergraph): void => {
    current = next;
    supergraphs.set(next.apiSchema, next);
    for (const tell of listeners) tell(next);
  };

  const loaded = (): LoadedSupergraph => {
    if (!current) throw new Error('no supergraph is loaded yet');
    return current;
  };
  const ask = forgetChanged(askSubgraphs({ clients, logger }), cache);
  const supergraphOf = (schema: GraphQLSchema): LoadedSupergraph => supergraphs.get(schema) ?? loaded();
  const executor = createExecutor(supergraphOf, ask, activeOverrides);
  const gatewayOf = oncePer((supergraph: LoadedSupergraph): Promise<GatewayExecutor> => startGatewayExecutor(supergraph, { ask }));
  const byGateway: GatewayExecutor = async (request) => (await gatewayOf(supergraphOf(request.schema)))(request);

  const replace = async (sdl: string): Promise<void> => {
    if (sdl === current?.sdl) return;
    try {
      const next = loadSupergraph(sdl);
      const planned = whose === 'own' ? await executor.prepare(next, loaded()) : (await gatewayOf(next), 0);
      use(next);
      clients.keepOnly(next.subgraphs);
      logger.info({ supergraph: next.id, subgraphs: next.subgraphs.map(({ name }) => name), planned }, 'supergraph replaced');
    } catch (error) {
      logger.error({ err: error, file, keeping: current?.id }, 'supergraph refused, the one before stays in use');
    }
  };
  let latest = '';
  let replacing = Promise.resolve();
  /** One after the other; a file that has changed again meanwhile is not taken over. */
  const replaceInTurn = (sdl: string): void => {
    latest = sdl;
    replacing = replacing.then(() => (sdl === latest ? replace(sdl) : undefined));
  };
  const watched = watchSupergraphFile(file, replaceInTurn, (error) => logger.error({ err: error, file, keeping: current?.id }, 'supergraph file cannot be read'));

  /** @throws when the file cannot be used to begin with */
  const start = async (): Promise<GatewayExecutor> => {
    use(loadSupergraph(await watched.read()));
    if (whose === 'gateway') await gatewayOf(loaded());
    watched.start();
    return whose === 'own' ? executor.execute : byGateway;
  };
  return {
    start,
    stop: (): void => watched.stop(),
    ask,
    /** @throws before it has been started */
    current: loaded,
    isLoaded: () => current !== undefined,
    /** Called at once, and whenever another takes its place, until what is given back is called. */
    onUse(listener: (inUse: LoadedSupergraph) => void): () => void {
      listeners.add(listener);
      listener(loaded());
      return () => void listeners.delete(listener);
    },
  };
}
export type LiveSupergraph = ReturnType<typeof createLiveSupergraph>;
