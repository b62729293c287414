import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { documentPolicy } from './documentPolicy.ts';

const notToBeKept = 'no-store';

/** The `Cache-Control` of answers: worked out once for a document. What failed, in whole or in part, is not to be kept. */
export function createCacheControlHeader(schema: GraphQLSchema): (document: DocumentNode, result: ExecutionResult) => string {
  const known = new WeakMap<DocumentNode, string>();
  const headerOf = (document: DocumentNode): string => {
    const policy = documentPolicy(schema, document);
    const header = policy ? `max-age=${policy.maxAge}, ${policy.scope.toLowerCase()}` : notToBeKept;
    known.set(document, header);
    return header;
  };
  return (document, { errors }) => (errors ? notToBeKept : (known.get(document) ?? headerOf(document)));
}
