import type { AskSubgraph } from '../execution/run.ts';
import type { ResponseCache } from './responseCache.ts';

/** A mutation ends what is kept of its subgraph before it is answered, even one that failed: it may have changed something all the same. */
export function forgetChanged(ask: AskSubgraph, cache: Pick<ResponseCache, 'forget'> | undefined): AskSubgraph {
  if (!cache) return ask;
  return (call, context) => (call.kind === 'mutation' ? ask(call, context).finally(() => cache.forget(call.subgraph)) : ask(call, context));
}
