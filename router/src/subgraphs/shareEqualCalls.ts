import { copyOf } from '../execution/mergeAnswer.ts';
import type { AskSubgraph } from '../execution/run.ts';
import type { CallContext } from './callContext.ts';
import type { SubgraphAnswer } from './subgraphClient.ts';

/**
 * Equal queries that one request has under way at the same time go out once. Never across requests: a context is one caller's,
 * with its rights and deadline, and whoever asks after a change must not get an answer that was on its way before it.
 */
export function shareEqualCalls(ask: AskSubgraph): AskSubgraph {
  const underWay = new WeakMap<CallContext, Map<string, Promise<SubgraphAnswer>>>();
  const callsOf = (context: CallContext): Map<string, Promise<SubgraphAnswer>> => {
    const known = underWay.get(context) ?? new Map<string, Promise<SubgraphAnswer>>();
    underWay.set(context, known);
    return known;
  };
  return async (call, context) => {
    if (call.kind !== 'query') return ask(call, context);
    const calls = callsOf(context);
    const key = `${call.subgraph} ${call.url} ${call.body}`;
    const known = calls.get(key);
    // Whoever waits first gets the answer itself and changes it, but only after all who wait have been handed their copies.
    if (known) return known.then(copyOf);
    const answer = ask(call, context).finally(() => calls.delete(key));
    calls.set(key, answer);
    return answer.then((own) => own);
  };
}
