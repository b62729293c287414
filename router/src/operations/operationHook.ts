import type { DocumentNode, GraphQLError, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';

export type Resolved = { operation: OperationDefinitionNode; document: DocumentNode; context: CallContext };

/** What watches operations on their way, or refuses them; every part may be left out. */
export type OperationHook = {
  /** A document that is not known yet is read; what is given back is called at the end. */
  reading?: (what: 'parse' | 'validate') => (errors?: readonly GraphQLError[]) => void;
  /** It is valid, and nothing of it has begun. @throws GraphQLError to refuse it */
  resolved?: (resolved: Resolved) => void;
  /** The answer is about to leave; no operation: not even that could be read. */
  answered?: (answer: { operation: OperationDefinitionNode | undefined; errors: readonly GraphQLFormattedError[] | undefined; durationMs: number }) => void;
};
