import { diff } from '@graphql-inspector/core';
import { composeServices } from '@theguild/federation-composition';
import { buildSupergraph } from '../authorization/securityDirectives.ts';
import type { Composition } from './composeSupergraph.ts';

/** A second composer, written by others, has to accept the same subgraphs and give clients the same schema. */
export async function crossCheck({ supergraphSdl, subgraphs }: Composition): Promise<string[]> {
  const other = composeServices(subgraphs);
  if (other.errors) return other.errors.map((error) => `@theguild/federation-composition refuses it: ${error.message}`);
  if (!other.supergraphSdl) return ['@theguild/federation-composition gives no supergraph'];
  const changes = await diff(apiSchemaOf(supergraphSdl), apiSchemaOf(other.supergraphSdl));
  const differences = changes.filter(({ type }) => !/DESCRIPTION|DIRECTIVE/.test(type));
  return differences.map(({ path, message }) => `@theguild/federation-composition composes ${path ?? 'the schema'} otherwise: ${message}`);
}

export const apiSchemaOf = (supergraphSdl: string) => buildSupergraph(supergraphSdl).apiSchema().toGraphQLJSSchema();
