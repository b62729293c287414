import { buildSubgraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { guardFreeText } from '../cardNumbers/guardFreeText.ts';
import { bindCursors } from '../listCursors.ts';
import type { SubgraphResolvers } from '../subgraph.ts';
import { boundIds } from '../text/boundedIds.ts';
import { readAccessRules } from './accessRules.ts';
import { guardResolvers } from './guardResolvers.ts';

/**
 * A subgraph's schema in which nothing is resolved for a caller whom its own rules refuse. Resolvers find the caller in `context.caller`.
 * IDs that come in have a maximum length.
 * @throws when the SDL is no subgraph's, e.g. with a rule on an interface
 */
export function guardedSchema(sdl: string, resolvers: SubgraphResolvers): GraphQLSchema {
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema({ typeDefs, resolvers });
  boundIds(schema);
  bindCursors(schema);
  guardFreeText(schema);
  guardResolvers(schema, readAccessRules(buildSubgraph('', '', typeDefs, false).schema));
  return schema;
}
