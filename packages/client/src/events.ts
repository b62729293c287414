import type { FormattedExecutionResult } from 'graphql';
import type { Client } from 'graphql-ws';
import { resumptionOf } from './resumption.ts';

export type Result<Data> = FormattedExecutionResult<Data, unknown>;

/**
 * The answers of one subscription, until the caller leaves or the server ends it. After a broken connection it goes on behind the last
 * event that has come, read by then or not, where its operation lets it: an argument `after` by a variable, and a `cursor` selected.
 */
export function eventsOf<Data>(socket: Client, query: string, variables: Record<string, unknown>): AsyncGenerator<Result<Data>, void, void> {
  const resumption = resumptionOf(query);
  const sent = { ...variables };
  const waiting: Result<Data>[] = [];
  let end: { error?: unknown } | undefined;
  let wake = (): void => undefined;
  const finish = (how: { error?: unknown }): void => {
    end ??= how;
    wake();
  };
  // The library writes the message anew for each connection, and so with the variables as they are then.
  const leave = socket.subscribe<Data>({ query, variables: sent }, {
    next(result) {
      const cursor = resumption?.cursorIn(result.data);
      if (resumption && cursor !== undefined) sent[resumption.variable] = cursor;
      waiting.push(result);
      wake();
    },
    error: (error) => finish({ error }),
    complete: () => finish({}),
  });
  const generate = async function* (): AsyncGenerator<Result<Data>, void, void> {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift()!;
      if (end && 'error' in end) throw end.error;
      if (end) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const events = generate();
  // A generator's own `return` would wait for the next event.
  events.return = async () => {
    leave();
    finish({});
    return { done: true, value: undefined };
  };
  return events;
}
