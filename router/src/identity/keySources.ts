import type { RouterSettings } from '../settings.ts';
import type { Routing } from '../subgraphs/routing.ts';
import type { LiveSupergraph } from '../supergraph/liveSupergraph.ts';
import type { KeySource } from './keySet.ts';

type Whose = Pick<RouterSettings, 'jwksUrls' | 'jwksSubgraphs'>;

/** Keys at fixed addresses, and those of subgraphs, which are wherever an instance of the subgraph is. */
export function keySources({ jwksUrls, jwksSubgraphs = [] }: Whose, routing: Pick<Routing, 'urlsOf'>, supergraph: Pick<LiveSupergraph, 'current' | 'isLoaded'>): KeySource[] {
  const composed = (subgraph: string): string[] => (supergraph.isLoaded() ? supergraph.current().subgraphs.filter(({ name }) => name === subgraph).map(({ url }) => url) : []);
  const instancesOf = (subgraph: string): readonly string[] => routing.urlsOf(subgraph) ?? composed(subgraph);
  return [
    ...jwksUrls.map((url) => () => [url]),
    ...jwksSubgraphs.map((subgraph) => () => instancesOf(subgraph).map((url) => new URL('/.well-known/jwks.json', url).href)),
  ];
}
