import type { ExecutionResult } from 'graphql';
import type { Client, SubscribePayload } from 'graphql-ws';

export type UpstreamEvent = ExecutionResult<Record<string, unknown>>;
/** Why a stream of events ended: finished, refused with errors, or cut off (a broken socket, or more events than fit the buffer). */
export type StreamEnd = { end: 'complete' } | { end: 'errors'; errors: readonly { message: string; extensions?: Record<string, unknown> }[] } | { end: 'broken'; reason: string };

/**
 * One subscription at a subgraph, read one event at a time. At most `bufferSize` events wait here: a reader who is too slow
 * for that has the subscription closed, and goes on later from the last cursor; the subgraph's log is the buffer, not our memory.
 */
export function openUpstreamStream(client: Client, payload: SubscribePayload, bufferSize: number) {
  const waiting: UpstreamEvent[] = [];
  let ended: StreamEnd | undefined;
  let wake = (): void => {};
  const finish = (end: StreamEnd): void => {
    ended ??= end;
    wake();
  };
  const unsubscribe = client.subscribe<Record<string, unknown>>(payload, {
    next(event) {
      if (ended) return;
      waiting.push(event as UpstreamEvent);
      wake();
      if (waiting.length < bufferSize) return;
      finish({ end: 'broken', reason: 'reader too slow' });
      queueMicrotask(() => unsubscribe());
    },
    error: (error) => finish(Array.isArray(error) ? { end: 'errors', errors: error } : { end: 'broken', reason: describe(error) }),
    complete: () => finish({ end: 'complete' }),
  });
  return {
    /** The next event, or why there is none any more: events that came before the end are given first. */
    async next(): Promise<UpstreamEvent | StreamEnd> {
      while (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift() ?? ended!;
    },
    close() {
      finish({ end: 'complete' });
      unsubscribe();
    },
  };
}

export const isEnd = (item: UpstreamEvent | StreamEnd): item is StreamEnd => 'end' in item;

const describe = (error: unknown): string => {
  const { code, reason, message } = error as { code?: number; reason?: string; message?: string };
  return message ?? `closed with ${code} ${reason}`;
};
