import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import { compileOperation, type CompiledOperation } from './compileOperation.ts';
import { executeOperation } from './executeOperation.ts';
import type { JsonObject } from './jsonValue.ts';
import type { AskSubgraph } from './run.ts';

const operationsKept = 1_000;
/** Where Apollo Server gets its schema and its answers. */
export type Gateway = ApolloServerOptionsWithGateway<CallContext>['gateway'];
export type GatewayExecutor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Operation = { queryHash: string; document: DocumentNode; operationName: string | null };

/** Each operation of one supergraph compiled once; what was used last is kept longest. */
export function createOperations(supergraph: LoadedSupergraph): (operation: Operation) => CompiledOperation {
  const known = new Map<string, CompiledOperation>();
  return ({ queryHash, document, operationName }) => {
    const key = `${queryHash} ${operationName ?? ''}`;
    const compiled = known.get(key) ?? compileOperation(supergraph, document, operationName);
    known.delete(key);
    known.set(key, compiled);
    if (known.size > operationsKept) known.delete(known.keys().next().value!);
    return compiled;
  };
}

/** In the place of `gateway.executor`: the same in, the same out. */
export function createExecutor(supergraphOf: (schema: GraphQLSchema) => LoadedSupergraph, ask: AskSubgraph): GatewayExecutor {
  const operations = new WeakMap<LoadedSupergraph, ReturnType<typeof createOperations>>();
  const operationsOf = (supergraph: LoadedSupergraph) => {
    const known = operations.get(supergraph) ?? createOperations(supergraph);
    operations.set(supergraph, known);
    return known;
  };
  return async ({ schema, queryHash, document, operationName, request, context }) => {
    const supergraph = supergraphOf(schema);
    const compiled = operationsOf(supergraph)({ queryHash, document, operationName: operationName ?? request.operationName ?? null });
    const variables = (request.variables ?? {}) as JsonObject;
    return executeOperation(compiled, { schema, variables, context: context as CallContext, ask });
  };
}
