import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate } from 'graphql';
import type { SubgraphAnswer } from '../../subgraphs/subgraphClient.ts';
import { link, smallSupergraph } from './smallSupergraph.ts';

type Resolvers = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']>;
export type Resolved = { sdl: string; resolvers: Resolvers };

/** Our executor over subgraphs that refuse what is not in their schema, and know no more than a test lets them know. */
export function resolvedSupergraph(subgraphs: Record<string, Resolved>) {
  const named = Object.entries(subgraphs);
  const schemas = new Map(named.map(([name, { sdl, resolvers }]) => [name, buildSubgraphSchema({ typeDefs: parse(link + sdl), resolvers })]));
  return smallSupergraph(Object.fromEntries(named.map(([name, { sdl }]) => [name, sdl])), async ({ subgraph, query, variables }) => {
    const schema = schemas.get(subgraph)!;
    const document = parse(query);
    const invalid = validate(schema, document);
    if (invalid.length > 0) throw new Error(`invalid query for ${subgraph}: ${invalid.join()}\n${query}`);
    return (await execute({ schema, document, variableValues: variables })) as SubgraphAnswer;
  });
}
