import { createHash } from 'node:crypto';
import type { ServiceMap } from '@apollo/gateway';
import { Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

/** One supergraph, ready to plan and execute with; never changed, only replaced. */
export type LoadedSupergraph = {
  /** Digest of its text. */
  id: string;
  sdl: string;
  /** What clients see. */
  apiSchema: GraphQLSchema;
  apiSchemaOfPlanner: Schema;
  supergraphSchema: GraphQLSchema;
  planner: QueryPlanner;
  subgraphs: readonly { name: string; url: string }[];
  sources: ServiceMap;
};

/** @throws when the text is not a supergraph */
export function loadSupergraph(sdl: string, sourceOf: (subgraph: { name: string; url: string }) => ServiceMap[string]): LoadedSupergraph {
  const supergraph = Supergraph.build(sdl, { validateSupergraph: true });
  const apiSchemaOfPlanner = supergraph.apiSchema();
  const subgraphs = supergraph.subgraphsMetadata();
  return {
    id: createHash('sha256').update(sdl).digest('hex').slice(0, 12),
    sdl,
    apiSchema: apiSchemaOfPlanner.toGraphQLJSSchema(),
    apiSchemaOfPlanner,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    planner: new QueryPlanner(supergraph, {}),
    subgraphs,
    sources: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, sourceOf(subgraph)])),
  };
}
