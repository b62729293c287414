export type OnFailure = (error: unknown) => void;

/**
 * The same function, except that nothing it throws, or rejects with, leaves it: an event that is emitted by Node has no caller who could catch, so the
 * process would end.
 */
export function neverThrowing<This, Args extends unknown[]>(work: (this: This, ...args: Args) => unknown, onFailure: OnFailure): (this: This, ...args: Args) => void {
  return function (this: This, ...args: Args): void {
    try {
      const result = work.apply(this, args);
      if (result instanceof Promise) result.catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an event carries is said where it is listened to
type Emitter = { on(event: string, listener: (...args: any[]) => void): unknown };

/** The way to listen to servers, sockets, streams and processes: see `neverThrowing`. */
export function listen<Args extends unknown[]>(emitter: Emitter, event: string, listener: (...args: Args) => unknown, onFailure: OnFailure): void {
  emitter.on(event, neverThrowing(listener, onFailure));
}
