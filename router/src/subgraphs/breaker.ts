export type BreakerState = 'closed' | 'trying' | 'open';

/** One call let through; to be handed back once, with how it ended. */
export type Admission = { readonly begunAt: number; readonly period: number };

/** `silent`: it took all the time it had, and nothing came. */
export type Ending = 'answered' | 'failed' | 'silent' | 'left';

export const breakerLimits = {
  /** So many calls within the window are enough to judge by. */
  calls: 20,
  failedShare: 0.5,
  windowMs: 10_000,
  /** Calls at a time while it is not sure whether the subgraph is back. */
  tries: 4,
  firstPauseMs: 500,
  longestPauseMs: 5_000,
};

type Parts = {
  now?: () => number;
  /** Nothing is let through from now on: after `pauseMs`, find out whether it lives, then call `gaveSign`. */
  onOpen: (pauseMs: number) => void;
  limits?: typeof breakerLimits;
};

/**
 * Spares callers the wait for a subgraph that does not answer. It opens when half of the recent calls failed, and at once when a
 * call waited in vain while the subgraph answered nobody, not even whether it lives. One that did say so may merely have been
 * asked for much: a few calls at a time try, until one is answered. Calls that take too long while others are answered say that it is
 * slow, and sparing it them would be the bulkhead's task.
 */
export function createBreaker({ now = () => performance.now(), onOpen, limits = breakerLimits }: Parts) {
  let state: BreakerState = 'closed';
  let period = 0;
  let lastAnswerAt = -Infinity;
  let lastSignAt = -Infinity;
  let trying = 0;
  let pauseMs = 0;
  let recent = { since: now(), calls: 0, failed: 0 };

  const become = (next: BreakerState): void => {
    state = next;
    period += 1;
    trying = 0;
    recent = { since: now(), calls: 0, failed: 0 };
  };
  const open = (): void => {
    const pause = state === 'trying' ? Math.max(limits.firstPauseMs, pauseMs) : pauseMs;
    pauseMs = Math.min(limits.longestPauseMs, Math.max(limits.firstPauseMs, pause * 2));
    become('open');
    onOpen(pause);
  };
  const count = (failed: boolean): void => {
    if (now() - recent.since > limits.windowMs) recent = { since: now(), calls: 0, failed: 0 };
    recent.calls += 1;
    if (failed) recent.failed += 1;
  };

  return {
    state: () => state,
    /** Null: refused. */
    admit(): Admission | null {
      if (state === 'open' || (state === 'trying' && trying >= limits.tries)) return null;
      trying += 1;
      return { begunAt: now(), period };
    },
    ended({ begunAt, period: admittedIn }: Admission, ending: Ending): void {
      if (ending === 'answered') lastAnswerAt = now();
      if (admittedIn !== period) return;
      trying -= 1;
      if (ending === 'left') return;
      const failed = ending !== 'answered';
      if (state === 'trying') return failed ? open() : ((pauseMs = 0), become('closed'));
      const answersNobody = ending === 'silent' && lastAnswerAt <= begunAt;
      count(ending === 'failed' || answersNobody);
      const oftenFailed = failed && recent.calls >= limits.calls && recent.failed >= recent.calls * limits.failedShare;
      if (oftenFailed || (answersNobody && lastSignAt <= begunAt)) open();
      else if (answersNobody) become('trying');
    },
    answeredSince: (time: number): boolean => lastAnswerAt > time,
    /** It answered when it was asked whether it lives. */
    gaveSign(): void {
      lastSignAt = now();
      if (state === 'open') become('trying');
    },
  };
}
export type Breaker = ReturnType<typeof createBreaker>;
