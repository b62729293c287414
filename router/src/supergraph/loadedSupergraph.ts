import { createHash } from 'node:crypto';
import type { Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { readAccessRules, type AccessRules } from '@sysops-squad/chassis/authorization/accessRules';
import type { GraphQLSchema } from 'graphql';
import { buildSupergraph } from '../authorization/securityDirectives.ts';
import { requirementsWithArguments, type Requirement } from '../execution/requirements.ts';
import { withResolvableKeys } from '../execution/resolvableKeys.ts';
import type { PlanParts } from '../execution/run.ts';
import { createTypeConditions } from '../execution/typeConditions.ts';
import { overrideLabelsIn } from '../overrides/overrideLabels.ts';
import { servedBy } from './servedBy.ts';

/** One supergraph, ready to plan and execute with; never changed, only replaced. */
export type LoadedSupergraph = {
  /** Digest of its text. */
  id: string;
  sdl: string;
  /** What clients see. */
  apiSchema: GraphQLSchema;
  apiSchemaOfPlanner: Schema;
  supergraphSchema: GraphQLSchema;
  planParts: PlanParts;
  requirements: readonly Requirement[];
  /** Who may have what. */
  rules: AccessRules;
  planner: QueryPlanner;
  overrideLabels: readonly string[];
  subgraphs: readonly { name: string; url: string }[];
  /** Those that sign people in. */
  signsIn: readonly string[];
  /** Those that tell which sessions have ended. */
  tellsRevoked: readonly string[];
};

/** @throws when the text is not a supergraph */
export function loadSupergraph(sdl: string): LoadedSupergraph {
  const supergraph = buildSupergraph(withResolvableKeys(sdl));
  const apiSchemaOfPlanner = supergraph.apiSchema();
  const subgraphs = supergraph.subgraphsMetadata();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const id = createHash('sha256').update(sdl).digest('hex').slice(0, 12);
  return {
    id,
    sdl,
    apiSchema: apiSchemaOfPlanner.toGraphQLJSSchema({ includeDefer: true }),
    apiSchemaOfPlanner,
    supergraphSchema,
    planParts: { meets: createTypeConditions(supergraphSchema), urls: new Map(subgraphs.map(({ name, url }) => [name, url])), supergraph: id },
    requirements: requirementsWithArguments(sdl, supergraphSchema),
    rules: readAccessRules(supergraph.schema),
    // Fragments of the client's would bind a fetch to its document: written out, equal fetches are equal and can be joined.
    planner: new QueryPlanner(supergraph, { reuseQueryFragments: false, incrementalDelivery: { enableDefer: true } }),
    overrideLabels: overrideLabelsIn(sdl),
    subgraphs,
    signsIn: servedBy(supergraph.schema, 'Mutation', 'login'),
    tellsRevoked: servedBy(supergraph.schema, 'Query', 'revokedSessions'),
  };
}
