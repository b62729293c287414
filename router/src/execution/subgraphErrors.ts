import { GraphQLError } from 'graphql';
import type { SubgraphError } from '../subgraphs/subgraphClient.ts';
import type { ResponsePath } from './jsonValue.ts';

/** An error of a subgraph as one of the whole answer's, at the client's path. */
export function errorOf(error: SubgraphError, subgraph: string, path: ResponsePath | undefined): GraphQLError {
  return new GraphQLError(error.message || `Error while fetching subquery from service "${subgraph}"`, {
    originalError: error as Error & SubgraphError,
    ...(path && { path }),
    extensions: { ...error.extensions, code: error.extensions?.['code'] ?? 'DOWNSTREAM_SERVICE_ERROR', serviceName: subgraph },
  });
}

/** An answer that is GraphQL, but not to what was asked. */
export const unfitAnswer = (subgraph: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: subgraph } });

export const asGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError((error as Error).message, { originalError: error as Error });
