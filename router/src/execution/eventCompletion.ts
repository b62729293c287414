import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { compileRootFetch, type CompiledFetch } from './fetch.ts';
import { fragmentsOf, rootTypeOf, type CompiledOperation } from './compileOperation.ts';
import { compilePlan } from './planSteps.ts';
import { compileWriter, type WriterParts } from './responseWriter.ts';

/** Takes in an event of a subscription, fetches what completes it from the other subgraphs, writes it as the client asked. */
export type EventCompletion = Pick<CompiledFetch, 'receive'> & Pick<CompiledOperation, 'fetch' | 'write' | 'responseKey'>;

type Parts = Pick<WriterParts, 'dataKey'> &
  Pick<CompiledOperation, 'responseKey'> & {
    supergraph: LoadedSupergraph;
    /** The client's: what it was planned as may select more. */
    document: DocumentNode;
    operation: OperationDefinitionNode;
    primary: FetchNode;
    rest: PlanNode | undefined;
  };

export function compileCompletion({ supergraph, document, operation, primary, rest, dataKey, responseKey }: Parts): EventCompletion {
  const { apiSchema: schema, planParts } = supergraph;
  return {
    receive: compileRootFetch(primary, [[]], planParts).receive,
    fetch: rest && compilePlan(rest, planParts),
    write: compileWriter({ schema, fragments: fragmentsOf(document), dataKey }, rootTypeOf(schema, operation), [{ set: operation.selectionSet, when: [] }]),
    responseKey,
  };
}
