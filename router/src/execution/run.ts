import type { GraphQLError } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphAnswer } from '../subgraphs/subgraphClient.ts';
import type { JsonObject } from './jsonValue.ts';
import type { TypeConditions } from './typeConditions.ts';

/** One call to a subgraph: the body as it goes over the wire. */
export type SubgraphCall = { subgraph: string; url: string; body: string; kind: 'query' | 'mutation' | 'subscription' };
export type AskSubgraph = (call: SubgraphCall, context: CallContext) => Promise<SubgraphAnswer>;

/** What compiled fetches need of the supergraph they were made for. */
export type PlanParts = { meets: TypeConditions; urls: ReadonlyMap<string, string> };

/** One execution of a compiled operation. */
export type Run = {
  /** As the client sent them: what subgraphs get. */
  variables: JsonObject;
  context: CallContext;
  ask: AskSubgraph;
  /** What all subgraphs answered so far, put together. */
  data: JsonObject;
  errors: GraphQLError[];
};

export type Step = (run: Run) => Promise<unknown> | undefined;
