import { setTimeout as wait } from 'node:timers/promises';
import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Logger } from '@sysops-squad/chassis/logger';
import { createBreaker, type Admission, type Ending } from './breaker.ts';

/** The subgraph did not answer, or not with GraphQL. */
export class SubgraphUnavailable extends Error {}
/** It was not asked: it has not answered others lately, or has as much to do as it may. */
export class SubgraphSpared extends SubgraphUnavailable {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds = 1) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type CallOutcome = Ending | 'spared';

type Parts = {
  subgraph: string;
  url: string;
  /** A call that has waited so long for an instance that answers nobody makes the guard ask whether it lives. */
  lookEveryMs: number;
  /** Asks in nobody's name, so that no client pays for finding out. */
  lives: (signal: AbortSignal) => Promise<boolean>;
  logger: Pick<Logger, 'warn' | 'info'>;
};

const askAgainAfterMs = 500;

/** Stands before all calls to one instance of a subgraph: counts them, and lets none in while it does not answer. */
export function createGuard({ subgraph, url, lookEveryMs, lives, logger }: Parts) {
  const stopped = new AbortController();
  let inFlight = 0;
  const breaker = createBreaker({
    onOpen: (pauseMs) => {
      logger.warn({ subgraph, url }, 'subgraph does not answer: calls are refused until it shows a sign of life');
      inBackground(untilItLives(pauseMs));
    },
  });
  const untilItLives = async (pauseMs: number): Promise<void> => {
    for (let pause = pauseMs; !stopped.signal.aborted; pause = askAgainAfterMs) {
      await wait(pause, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined);
      if (await givesSign()) return logger.info({ subgraph, url }, 'subgraph shows a sign of life');
    }
  };
  const givesSign = async (): Promise<boolean> => {
    const alive = await lives(stopped.signal).catch(() => false);
    if (alive) breaker.gaveSign();
    return alive;
  };
  let looking: NodeJS.Timeout | undefined;
  let asking = false;
  const lookLater = (): void => {
    const since = performance.now();
    looking ??= setTimeout(neverThrowing(() => look(since)), lookEveryMs).unref();
  };
  const look = (since: number): void => {
    looking = undefined;
    if (inFlight === 0) return;
    lookLater();
    if (asking || breaker.state() === 'open' || breaker.answeredSince(since)) return;
    asking = true;
    inBackground(givesSign().finally(() => (asking = false)));
  };

  return {
    inFlight: () => inFlight,
    breaker: breaker.state,
    /** Null: not to be asked now. What it gives is handed back to `ended`. */
    admit(): Admission | null {
      const admission = breaker.admit();
      if (!admission) return null;
      inFlight += 1;
      lookLater();
      return admission;
    },
    ended(admission: Admission, ending: Ending): void {
      inFlight -= 1;
      breaker.ended(admission, ending);
    },
    stop(): void {
      clearTimeout(looking);
      stopped.abort();
    },
  };
}
