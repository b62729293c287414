import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { getOperationAST, type DocumentNode } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { compileRootFetch, type CompiledFetch } from './fetch.ts';
import { rootTypeOf, type CompiledSelection } from './compileSelection.ts';
import { compilePlan } from './planSteps.ts';
import { compileWriter, type WriterParts } from './responseWriter.ts';
import { fragmentsOf } from './selectedFields.ts';

/** Takes in an event of a subscription, fetches what completes it from the other subgraphs, writes it as the client asked. */
export type EventCompletion = Pick<CompiledFetch, 'receive'> & Pick<CompiledSelection, 'fetch' | 'write' | 'responseKey'>;

type Parts = Pick<WriterParts, 'dataKey' | 'refusals'> &
  Pick<CompiledSelection, 'responseKey'> & {
    supergraph: LoadedSupergraph;
    /** The client's, its conditions decided: what it was planned as may select more. */
    document: DocumentNode;
    primary: FetchNode;
    rest: PlanNode | undefined;
  };

export function compileCompletion({ supergraph, document, primary, rest, dataKey, responseKey, refusals }: Parts): EventCompletion {
  const { apiSchema: schema, planParts } = supergraph;
  const operation = getOperationAST(document)!;
  return {
    receive: compileRootFetch(primary, [[]], planParts).receive,
    fetch: rest && compilePlan(rest, planParts),
    write: compileWriter({ schema, fragments: fragmentsOf(document), dataKey, refusals }, rootTypeOf(schema, operation), [operation.selectionSet]),
    responseKey,
  };
}
