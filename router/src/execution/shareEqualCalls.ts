import type { PlanNode } from '@apollo/query-planner';
import type { SubgraphAnswer } from '../subgraphs/subgraphClient.ts';
import type { AnswerReader } from './copying/answerReader.ts';
import { copyOf } from './mergeAnswer.ts';
import type { AskSubgraph, Step } from './run.ts';

/** An answer as whoever asked first reads it. */
type UnderWay = { answer: Promise<SubgraphAnswer>; read: AnswerReader | undefined };

/** Equal queries that one run of a plan has under way at the same time go out once. In most plans no two calls can be equal: there it costs nothing. */
export const sharingEqualCalls = (plan: PlanNode, step: Step): Step => (hasEqualFetches(plan) ? (run) => ((run.ask = shareEqualCalls(run.ask)), step(run)) : step);

export function hasEqualFetches(plan: PlanNode): boolean {
  const fetches = fetchesIn(plan);
  return new Set(fetches).size < fetches.length;
}

/** What decides what is asked, but for the variables. */
function fetchesIn(node: PlanNode | undefined): string[] {
  switch (node?.kind) {
    case 'Fetch':
      return [`${node.serviceName} ${node.operation}`];
    case 'Flatten':
      return fetchesIn(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesIn);
    case 'Condition':
      return [...fetchesIn(node.ifClause), ...fetchesIn(node.elseClause)];
    case 'Defer':
      return [...fetchesIn(node.primary.node), ...node.deferred.flatMap((part) => fetchesIn(part.node))];
    case undefined:
      return [];
  }
}

/** For one run, of one caller: whoever else asks gets answers of his own. */
export function shareEqualCalls(ask: AskSubgraph): AskSubgraph {
  const underWay = new Map<string, UnderWay>();
  return async (call, context) => {
    if (call.kind !== 'query') return ask(call, context);
    const key = `${call.subgraph} ${call.url} ${call.body}`;
    const known = underWay.get(key);
    // Whoever waits first gets the answer itself and changes it, but only after all who wait have been handed their copies.
    if (known) return known.read === call.read ? known.answer.then(copyOf) : ask(call, context);
    const answer = ask(call, context).finally(() => underWay.delete(key));
    underWay.set(key, { answer, read: call.read });
    return answer.then((own) => own);
  };
}
