import { AsyncResource } from 'node:async_hooks';
import { isTracing, openSpan } from './tracing.ts';

type Callback = (error: Error | undefined, result: unknown) => unknown;
const longestText = 2_000;

/** One statement of the driver's, which takes a callback or gives a promise, as a span of the trace under way; its values are left out. */
export function traceStatement(database: string | undefined, text: string, args: unknown[], send: (...args: unknown[]) => unknown): unknown {
  const operation = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'statement';
  const attributes = { 'db.system.name': 'postgresql', 'db.namespace': database, 'db.operation.name': operation, 'db.query.text': text.slice(0, longestText) };
  const span = openSpan(`postgresql ${operation}`, { kind: 'client', within: true, attributes });
  if (!span) return send(...args);
  const done = (error?: unknown): void => {
    if (error) span.fail(error);
    span.end();
  };
  const last = args.findLastIndex((argument) => typeof argument === 'function');
  if (last >= 0) {
    const callback = args[last] as Callback;
    return send(...args.with(last, ((error, result) => (done(error), callback(error, result))) satisfies Callback));
  }
  return (send(...args) as Promise<unknown>).then(
    (result) => (done(), result),
    (error: unknown) => {
      done(error);
      throw error;
    },
  );
}

/** A pool calls back whoever waits for a connection from where another gives one back: without this, in the other's trace. */
export const inOwnTrace = <Arguments extends unknown[], Result>(callback: (...args: Arguments) => Result): ((...args: Arguments) => Result) =>
  (isTracing() ? AsyncResource.bind(callback) : callback);
