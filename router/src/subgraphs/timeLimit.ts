import { neverThrowing } from '@sysops-squad/chassis/listeners';
/** Time that something may take. To be ended, so that nothing is left of it. */
export type TimeLimit = {
  /** Undefined while there is time. */
  over: () => Error | undefined;
  /** Its own time is over, not that of what it is within. */
  isOver: () => boolean;
  /** Called once, when it is over; gives back what makes it forget the callback. */
  whenOver: (callback: (reason: Error) => void) => () => void;
  /** For those who want a signal; made when it is first asked for. */
  signal: () => AbortSignal;
  end: () => void;
};

/** What AbortSignal.timeout and AbortSignal.any give, which leave more work to the garbage collector than a query that asks little. */
export function limitTime(ms: number, within?: AbortSignal): TimeLimit {
  const callbacks = new Set<(reason: Error) => void>();
  let reason: Error | undefined;
  let isOwn = false;
  let controller: AbortController | undefined;

  const stop = (why: Error): void => {
    end();
    reason = why;
    controller?.abort(why);
    for (const callback of callbacks) callback(why);
    callbacks.clear();
  };
  const follow = (): void => stop(within!.reason as Error);
  const timer = setTimeout(neverThrowing(() => {
    isOwn = true;
    stop(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }), ms).unref();
  const end = (): void => {
    clearTimeout(timer);
    within?.removeEventListener('abort', follow);
  };
  if (within?.aborted) follow();
  else within?.addEventListener('abort', follow);
  return {
    over: () => reason,
    isOver: () => isOwn,
    whenOver(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    signal() {
      controller ??= new AbortController();
      if (reason && !controller.signal.aborted) controller.abort(reason);
      return controller.signal;
    },
    end,
  };
}
