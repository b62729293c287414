import type { RouterSettings } from '../settings.ts';
import type { Routing } from '../subgraphs/routing.ts';
import type { LiveSupergraph } from '../supergraph/liveSupergraph.ts';
import { issuerOf, issuers, readKeyUrl } from './issuers.ts';
import type { KeySource } from './keySet.ts';

type Whose = Pick<RouterSettings, 'jwksUrls' | 'jwksSubgraphs'>;
type Supergraph = Pick<LiveSupergraph, 'current' | 'isLoaded'>;

/**
 * Keys at fixed addresses, and those of the subgraphs that sign people in by the supergraph of this moment, which are wherever an instance of the
 * subgraph is. `jwksSubgraphs` leaves some of these out; fixed addresses without it stand in place of all.
 */
export function keySources({ jwksUrls, jwksSubgraphs }: Whose, routing: Pick<Routing, 'urlsOf'>, supergraph: Supergraph): () => KeySource[] {
  const fixed = jwksUrls.map((text) => ({ name: text, ...readKeyUrl(text) })).map(({ name, issuer, url }): KeySource => ({ name, issuer, urls: () => [url] }));
  const followed = (subgraph: string): boolean => jwksSubgraphs?.includes(subgraph) ?? fixed.length === 0;
  const composed = (subgraph: string): string[] => supergraph.current().subgraphs.filter(({ name }) => name === subgraph).map(({ url }) => url);
  const sourceOf = (subgraph: string): KeySource => ({
    name: subgraph,
    issuer: issuerOf(subgraph),
    urls: () => (routing.urlsOf(subgraph) ?? composed(subgraph)).map((url) => new URL('/.well-known/jwks.json', url).href),
  });
  return () => {
    const subgraphs = supergraph.isLoaded() ? supergraph.current().signsIn.filter(followed).map(sourceOf) : [];
    return [...fixed, ...subgraphs].filter(({ issuer }) => Object.hasOwn(issuers, issuer));
  };
}
