import type { FetchNode } from '@apollo/query-planner';
import { cachedFetch, type CachedFetch } from '../cache/cachedFetch.ts';
import type { RequestCache } from '../cache/responseCache.ts';
import type { SubgraphAnswer, SubgraphError } from '../subgraphs/subgraphClient.ts';
import type { EntityQuery } from './combinedQuery.ts';
import { compileRewrites, renamedKeys } from './dataRewrites.ts';
import type { ResponsePath } from './jsonValue.ts';
import { mergeAnswer } from './mergeAnswer.ts';
import { objectsAt, pathsOf, type PlanPath } from './places.ts';
import type { PlanParts, Run, Step, SubgraphCall } from './run.ts';
import { asGraphqlError, errorOf } from './subgraphErrors.ts';

export type CompiledFetch = {
  step: Step;
  /** Takes in an answer that came by another way: an event of a subscription. */
  receive: (run: Run, answer: SubgraphAnswer) => void;
};

/** A fetch of root fields; at a path other than the root where a field's type is the query itself. */
export function compileRootFetch(node: FetchNode, paths: readonly PlanPath[], { meets, urls, supergraph, copying }: PlanParts): CompiledFetch {
  copying?.add(node, paths);
  const call = callOf(node, urls);
  const bodyOf = compileBody(node);
  const variablesOf = compileVariables(node);
  const cached = cachedFetch(node, supergraph);
  const rewrite = compileRewrites(node.outputRewrites, meets);
  const pathOf = compileErrorPath(node);

  const receive = (run: Run, { data, errors }: SubgraphAnswer): void => {
    const targets = objectsAt(run.data, paths);
    if (errors) reportErrors(run, errors);
    if (!data) return;
    rewrite?.(data);
    targets.forEach((target, index) => mergeAnswer(target, data, index < targets.length - 1));
  };
  const reportErrors = (run: Run, errors: readonly SubgraphError[]): void => {
    const places = [...pathsOf(run.data, paths).values()];
    for (const error of errors) {
      const at = error.path ? places.map((place) => [...place, ...pathOf(error.path!)]) : [undefined];
      for (const path of at) run.errors.push(errorOf(error, node.serviceName, path));
    }
  };
  const step: Step = (run) => {
    if (objectsAt(run.data, paths).length === 0) return undefined;
    const ask = (): Promise<SubgraphAnswer | undefined> => receiveCall(run, { ...call, body: bodyOf(run), read: run.cache ? undefined : copying?.rootReader(node) });
    const answered = run.cache && call.kind === 'query' ? askUnlessKept(run.cache, cached, () => [variablesOf(run)], ask) : ask();
    return answered.then((answer) => answer && receive(run, answer));
  };
  return { step, receive };
}

async function askUnlessKept(cache: RequestCache, fetch: CachedFetch, variables: () => string[], ask: () => Promise<SubgraphAnswer | undefined>): Promise<SubgraphAnswer | undefined> {
  const looked = cache.lookUp(fetch, variables);
  const { kept: [data], keep } = looked instanceof Promise ? await looked : looked;
  if (data) return { data };
  const answer = await ask();
  if (answer) keep(answer, [answer.data]);
  return answer;
}

export const callOf = ({ serviceName: subgraph, operationKind: kind }: FetchNode, urls: PlanParts['urls']): Omit<SubgraphCall, 'body'> => ({ subgraph, url: urls.get(subgraph) ?? '', kind });

/** Undefined, and an error told, when there is no answer. */
export const receiveCall = (run: Run, call: SubgraphCall): Promise<SubgraphAnswer | undefined> =>
  run.ask(call, run.context).catch((error: unknown) => void run.errors.push(asGraphqlError(error)));

/** The body as text: query and names are written once, only the variables at each call. */
export function compileBody(query: EntityQuery): (run: Run, representations?: string) => string {
  const { operation, operationName } = query;
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  const head = `{"query":${JSON.stringify(operation)}${name},"variables":`;
  const variablesOf = compileVariables(query);
  return (run, representations) => `${head}${variablesOf(run, representations)}}`;
}

/** Those that are used, as JSON. */
export function compileVariables({ variableUsages = [] }: EntityQuery): (run: Run, representations?: string) => string {
  const used = variableUsages.map((variable) => [variable, `${JSON.stringify(variable)}:`] as const);
  return ({ variables }, representations = '') => {
    let text = representations;
    for (const [variable, label] of used) {
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      if (value !== undefined) text += `${text && ','}${label}${JSON.stringify(value)}`;
    }
    return `{${text}}`;
  };
}

/** Undoes the aliases that the planner asked the subgraph with. */
export function compileErrorPath({ outputRewrites }: FetchNode): (path: ResponsePath) => ResponsePath {
  const renamed = renamedKeys(outputRewrites);
  return renamed.size === 0 ? (path) => path : (path) => path.map((part) => renamed.get(part as string) ?? part);
}

