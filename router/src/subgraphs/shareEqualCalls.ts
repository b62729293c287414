import type { AnswerReader } from '../execution/copying/answerReader.ts';
import { copyOf } from '../execution/mergeAnswer.ts';
import type { AskSubgraph } from '../execution/run.ts';
import type { CallContext } from './callContext.ts';
import type { SubgraphAnswer } from './subgraphClient.ts';

/** An answer as whoever asked first reads it. */
type UnderWay = { answer: Promise<SubgraphAnswer>; read: AnswerReader | undefined };

/**
 * Equal queries that one request has under way at the same time go out once. Never across requests: a context is one caller's,
 * with its rights and deadline, and whoever asks after a change must not get an answer that was on its way before it.
 */
export function shareEqualCalls(ask: AskSubgraph): AskSubgraph {
  const underWay = new WeakMap<CallContext, Map<string, UnderWay>>();
  const callsOf = (context: CallContext): Map<string, UnderWay> => {
    const known = underWay.get(context) ?? new Map<string, UnderWay>();
    underWay.set(context, known);
    return known;
  };
  return async (call, context) => {
    if (call.kind !== 'query') return ask(call, context);
    const calls = callsOf(context);
    const key = `${call.subgraph} ${call.url} ${call.body}`;
    const known = calls.get(key);
    // Whoever waits first gets the answer itself and changes it, but only after all who wait have been handed their copies.
    if (known) return known.read === call.read ? known.answer.then(copyOf) : ask(call, context);
    const answer = ask(call, context).finally(() => calls.delete(key));
    calls.set(key, { answer, read: call.read });
    return answer.then((own) => own);
  };
}
