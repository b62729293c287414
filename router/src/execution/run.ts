import type { GraphQLError } from 'graphql';
import type { RequestCache } from '../cache/responseCache.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphAnswer } from '../subgraphs/subgraphClient.ts';
import type { AnswerReader } from './copying/answerReader.ts';
import type { Copying } from './copying/copying.ts';
import type { JsonObject } from './jsonValue.ts';
import type { TypeConditions } from './typeConditions.ts';

/** One call to a subgraph: the body as it goes over the wire. */
export type SubgraphCall = {
  subgraph: string;
  url: string;
  body: string;
  kind: 'query' | 'mutation' | 'subscription';
  /** Reads the answer where it is as expected; otherwise it is read as JSON. */
  read?: AnswerReader | undefined;
};
export type AskSubgraph = (call: SubgraphCall, context: CallContext) => Promise<SubgraphAnswer>;

/** What compiled fetches need of the supergraph they were made for. */
export type PlanParts = { meets: TypeConditions; urls: ReadonlyMap<string, string>; /** Id of the supergraph. */ supergraph: string; /** Absent: everything is read as JSON. */ copying?: Copying | undefined };

/** One execution of a compiled operation. */
export type Run = {
  /** As the client sent them: what subgraphs get. */
  variables: JsonObject;
  context: CallContext;
  ask: AskSubgraph;
  /** Of queries only. */
  cache?: RequestCache | undefined;
  /** What all subgraphs answered so far, put together. */
  data: JsonObject;
  /** Of the part that is sent first; each deferred part has its own. */
  errors: GraphQLError[];
  deferred: {
    /** By label: done when all is fetched; never fails. */
    parts: Map<string, { done: Promise<void>; errors: GraphQLError[] }>;
    /** The fetches on which deferred parts wait, by id. */
    fetches: Map<string, PromiseWithResolvers<void>>;
    /** Done when all parts are that this one is within. */
    surrounding: Promise<unknown>;
  };
};

export const newRun = (request: Pick<Run, 'variables' | 'context' | 'ask' | 'cache'>): Run => ({ ...request, data: {}, errors: [], deferred: { parts: new Map(), fetches: new Map(), surrounding: Promise.resolve() } });

export type Step = (run: Run) => Promise<unknown> | undefined;
