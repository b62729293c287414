import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { oncePer } from '@sysops-squad/chassis/oncePer';
import type { GraphQLSchema } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { createActiveOverrides } from '../overrides/activeOverrides.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import { executeOperation } from './executeOperation.ts';
import type { JsonObject } from './jsonValue.ts';
import { createOperations, warmUp } from './operations.ts';
import type { AskSubgraph } from './run.ts';

/** As Apollo's gateway executes for Apollo's server. */
export type GatewayExecutor = NonNullable<Awaited<ReturnType<ApolloServerOptionsWithGateway<CallContext>['gateway']['load']>>['executor']>;

/** `execute` stands in the place of `gateway.executor`: the same in, the same out. */
export function createExecutor(supergraphOf: (schema: GraphQLSchema) => LoadedSupergraph, ask: AskSubgraph, activeOverrides = createActiveOverrides()) {
  const operationsOf = oncePer((supergraph: LoadedSupergraph) => createOperations(supergraph));
  const execute: GatewayExecutor = async ({ schema, queryHash, document, operationName, request, context }) => {
    const supergraph = supergraphOf(schema);
    const callContext = context as CallContext;
    const compiled = operationsOf(supergraph).get({ queryHash, document, operationName: operationName ?? request.operationName ?? null });
    const overrides = activeOverrides(supergraph.overrideLabels, callContext.caller);
    return executeOperation(compiled, { schema, variables: (request.variables ?? {}) as JsonObject, context: callContext, ask, overrides });
  };
  return {
    execute,
    /** To be called before `next` takes the place of `before`. Says how many plans were made. */
    prepare: (next: LoadedSupergraph, before: LoadedSupergraph): Promise<number> => warmUp(operationsOf(next), operationsOf(before)),
  };
}
export type Executor = ReturnType<typeof createExecutor>;
