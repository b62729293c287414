import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { oncePer } from '../oncePer.ts';
import { documentPolicy } from './documentPolicy.ts';

const notToBeKept = 'no-store';

/** The `Cache-Control` of answers: worked out once for a document. What failed, in whole or in part, is not to be kept. */
export function createCacheControlHeader(schema: GraphQLSchema): (document: DocumentNode, result: ExecutionResult) => string {
  const headerOf = oncePer((document: DocumentNode): string => {
    const policy = documentPolicy(schema, document);
    return policy ? `max-age=${policy.maxAge}, ${policy.scope.toLowerCase()}` : notToBeKept;
  });
  return (document, { errors }) => (errors ? notToBeKept : headerOf(document));
}
