import type { Client } from 'graphql-ws';
import { resumptionOf } from './resumption.ts';
import { createUnreadEvents, type Result } from './unreadEvents.ts';

export type Reading = {
  /** How many events may wait for their reader: 1,000 unless told, more than come in one piece, so that nobody who keeps up ever lets go. */
  unread?: number | undefined;
  /** When aborted, nothing is subscribed to again. */
  closed?: AbortSignal | undefined;
};
export type Events<Data> = AsyncGenerator<Result<Data>, void, void> & {
  /** How many have come and wait for their reader. */
  unread: () => number;
};

/**
 * The answers of one subscription, until the caller leaves or the server ends it. After a broken connection it goes on behind the last
 * event that has come, read by then or not, where its operation lets it: an argument `after` by a variable, and a `cursor` selected.
 * Then a reader who is too slow loses nothing either: once as many wait as may, the subscription is let go of, and when all of them are read it goes on behind
 * the last one. The server's log is the buffer. Of any other subscription the oldest are left out, and the next event says how many (`leftOutBefore`).
 */
export function eventsOf<Data>(socket: Client, query: string, variables: Record<string, unknown>, { unread: most = 1_000, closed }: Reading = {}): Events<Data> {
  const resumption = resumptionOf(query);
  const sent = { ...variables };
  const unread = createUnreadEvents<Data>(most);
  let end: { error?: unknown } | undefined;
  let wake = (): void => undefined;
  let leave: (() => void) | undefined;
  const finish = (how: { error?: unknown }): void => {
    end ??= how;
    wake();
  };
  const subscribe = (): void => {
    let left = false;
    // The library writes the message anew for each connection, and so with the variables as they are then.
    const unsubscribe = socket.subscribe<Data>({ query, variables: sent }, {
      next(result) {
        if (left) return; // it was on its way, and comes again
        unread.put(result as Result<Data>);
        const cursor = resumption?.cursorIn(result.data);
        if (resumption && cursor !== undefined) {
          sent[resumption.variable] = cursor;
          if (unread.isFull()) leave?.();
        }
        wake();
      },
      error: (error) => (left ? undefined : finish({ error })),
      complete: () => (left ? undefined : finish({})),
    });
    leave = () => {
      [left, leave] = [true, undefined];
      unsubscribe();
    };
  };
  const generate = async function* (): AsyncGenerator<Result<Data>, void, void> {
    for (;;) {
      for (let event = unread.take(); event; event = unread.take()) yield event;
      if (end && 'error' in end) throw end.error;
      if (end || (!leave && closed?.aborted)) return;
      if (!leave) subscribe();
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  subscribe();
  const events = Object.assign(generate(), { unread: unread.count });
  // A generator's own `return` would wait for the next event.
  events.return = async () => {
    leave?.();
    unread.clear();
    finish({});
    return { done: true, value: undefined };
  };
  return events;
}
