import { createLogger } from './logger.ts';

export type OnFailure = (error: unknown) => void;

/** For what has no place of its own for errors. */
const report: OnFailure = (err) =>
  createLogger('listeners').error({ err }, 'a listener, timer or background task failed');

/**
 * The same function, except that nothing it throws, or rejects with, leaves it: listeners and timers are called by
 * Node, which has nobody to catch, so
 * that the process would end.
 */
export function neverThrowing<This, Args extends unknown[]>(
  work: (this: This, ...args: Args) => unknown,
  onFailure: OnFailure = report,
): (this: This, ...args: Args) => void {
  return function (this: This, ...args: Args): void {
    try {
      const result = work.apply(this, args);
      if (result instanceof Promise) result.catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  };
}

/** For work that is not waited for: a rejection that is not handled ends the process. */
export function inBackground(work: Promise<unknown> | undefined, onFailure: OnFailure = report): void {
  work?.catch(onFailure);
}
