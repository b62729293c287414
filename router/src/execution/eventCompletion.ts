import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { compileRootFetch, type CompiledFetch } from './fetch.ts';
import { fragmentsOf, rootTypeOf, type CompiledOperation } from './compileOperation.ts';
import { compilePlan } from './planSteps.ts';
import { compileWriter } from './responseWriter.ts';

/** Takes in an event of a subscription, fetches what completes it from the other subgraphs, writes it as the client asked. */
export type EventCompletion = Pick<CompiledFetch, 'receive'> & Pick<CompiledOperation, 'fetch' | 'write' | 'responseKey'>;

/** `document` is the client's: what it was planned as may select more. */
export function compileCompletion(supergraph: LoadedSupergraph, document: DocumentNode, operation: OperationDefinitionNode, primary: FetchNode, rest: PlanNode | undefined): EventCompletion {
  const { apiSchema: schema, planParts } = supergraph;
  const same = (key: string): string => key;
  return {
    receive: compileRootFetch(primary, [[]], planParts).receive,
    fetch: rest && compilePlan(rest, planParts),
    write: compileWriter({ schema, fragments: fragmentsOf(document), dataKey: same }, rootTypeOf(schema, operation), [{ set: operation.selectionSet, when: [] }]),
    responseKey: same,
  };
}
