import { neverThrowing } from '@sysops-squad/chassis/listeners';
import type { ExecutionResult } from 'graphql';
import type { Client, SubscribePayload } from 'graphql-ws';

export type UpstreamEvent = ExecutionResult<Record<string, unknown>> & {
  /** How many events before this one the reader was too slow for. */
  leftOut?: number;
};
/** Why a stream of events ended: finished, refused with errors, or cut off (a broken socket, or more events than fit the buffer). */
export type StreamEnd = { end: 'complete' } | { end: 'errors'; errors: readonly { message: string; extensions?: Record<string, unknown> }[] } | { end: 'broken'; reason: string };

/** At most `size` events of one subscription wait for its reader. */
export type Buffer = { size: number; whenFull: 'break' | 'leave out the oldest' };

/**
 * One subscription at a subgraph, read one event at a time. For a reader who is too slow for the buffer the subscription is closed, to go on
 * later from the last cursor: the subgraph's log is the buffer, not our memory. Where there is no cursor the oldest events are left out, and
 * the next says how many.
 */
export function openUpstreamStream(client: Client, payload: SubscribePayload, { size, whenFull }: Buffer) {
  const waiting: UpstreamEvent[] = [];
  let leftOut = 0;
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
      if (waiting.length < size) return;
      if (whenFull === 'leave out the oldest') {
        if (waiting.length > size && waiting.shift()) leftOut += 1;
        return;
      }
      finish({ end: 'broken', reason: 'reader too slow' });
      queueMicrotask(neverThrowing(() => unsubscribe()));
    },
    error: (error) => finish(Array.isArray(error) ? { end: 'errors', errors: error } : { end: 'broken', reason: describe(error) }),
    complete: () => finish({ end: 'complete' }),
  });
  return {
    /** The next event, or why there is none any more: events that came before the end are given first. */
    async next(): Promise<UpstreamEvent | StreamEnd> {
      while (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
      const event = waiting.shift();
      if (!event || leftOut === 0) return event ?? ended!;
      const gap = leftOut;
      leftOut = 0;
      return { ...event, leftOut: gap };
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
