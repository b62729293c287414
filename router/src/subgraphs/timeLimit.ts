/** Time that something may take. To be ended, so that nothing is left of it. */
export type TimeLimit = {
  /** Aborted when the time is over, or whatever it is within. */
  signal: AbortSignal;
  isOver: () => boolean;
  end: () => void;
};

/** What AbortSignal.timeout and AbortSignal.any give, which leave more work to the garbage collector than a query that asks little. */
export function limitTime(ms: number, within?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, ms).unref();
  const follow = (): void => controller.abort(within!.reason);
  if (within?.aborted) follow();
  else within?.addEventListener('abort', follow);
  return {
    signal: controller.signal,
    isOver: () => over,
    end(): void {
      clearTimeout(timer);
      within?.removeEventListener('abort', follow);
    },
  };
}
