import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { Importance } from '../overload/importance.ts';
import { createBreaker, type Admission, type BreakerState, type Ending } from './breaker.ts';
import { createBulkhead, Crowded } from './bulkhead.ts';
import { createTurns } from './turns.ts';

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

export type GuardState = { breaker: BreakerState; inside: number; waiting: number };
export type CallOutcome = Ending | 'spared';

type Parts = {
  name: string;
  /** Calls at one time; twice as many may wait. */
  parallelCalls: number;
  /** A call that has waited so long for a subgraph that answers nobody makes the guard ask whether it lives. */
  lookEveryMs: number;
  /** Asks in nobody's name, so that no client pays for finding out. */
  lives: (signal: AbortSignal) => Promise<boolean>;
  logger: Pick<Logger, 'warn' | 'info'>;
  onCall?: ((subgraph: string, outcome: CallOutcome, durationMs: number) => void) | undefined;
};
type Call<T> = { importance: Importance; signal: AbortSignal; work: () => Promise<T>; endingOf: (error: unknown) => Ending };

const askAgainAfterMs = 500;

/** Stands before all calls to one subgraph: lets in as many as it may have, and none while it does not answer. */
export function createGuard({ name, parallelCalls, lookEveryMs, lives, logger, onCall }: Parts) {
  const stopped = new AbortController();
  const turns = createTurns();
  const bulkhead = createBulkhead({ parallel: parallelCalls, places: parallelCalls * 2 });
  const breaker = createBreaker({
    onOpen: (pauseMs) => {
      logger.warn({ subgraph: name }, 'subgraph does not answer: calls are refused until it shows a sign of life');
      void untilItLives(pauseMs);
    },
  });
  const doesNotAnswer = (): SubgraphSpared => new SubgraphSpared(`${name} has not answered lately`);
  const untilItLives = async (pauseMs: number): Promise<void> => {
    for (let pause = pauseMs; !stopped.signal.aborted; pause = askAgainAfterMs) {
      await wait(pause, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined);
      if (await givesSign()) return logger.info({ subgraph: name }, 'subgraph shows a sign of life');
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
    looking ??= setTimeout(() => look(since), lookEveryMs).unref();
  };
  const look = (since: number): void => {
    looking = undefined;
    if (bulkhead.inside() === 0) return;
    lookLater();
    if (asking || breaker.state() === 'open' || breaker.answeredSince(since)) return;
    asking = true;
    void givesSign().finally(() => (asking = false));
  };
  /** Whoever waited is let in before it is refused here, so that the first refused makes way for all behind it. */
  const enter = async (importance: Importance, signal: AbortSignal): Promise<{ leave: () => void; admission: Admission }> => {
    const leave = await bulkhead.enter(importance, signal).catch((error: Error) => {
      throw error instanceof Crowded ? new SubgraphSpared(`${name}: ${error.message}`, turns.nextInSeconds()) : error;
    });
    const admission = breaker.admit();
    if (admission) {
      lookLater();
      return { leave, admission };
    }
    leave();
    throw doesNotAnswer();
  };
  const inside = async <T>({ work, endingOf }: Call<T>, { leave, admission }: Awaited<ReturnType<typeof enter>>): Promise<T> => {
    let ending: Ending = 'answered';
    try {
      return await work();
    } catch (error) {
      ending = endingOf(error);
      throw error;
    } finally {
      breaker.ended(admission, ending);
      leave();
      turns.done();
      onCall?.(name, ending, performance.now() - admission.begunAt);
    }
  };

  /** @throws SubgraphSpared without having begun, and what the work throws */
  const run = async <T>(call: Call<T>): Promise<T> => {
    const entered = await enter(call.importance, call.signal).catch((error: unknown) => {
      onCall?.(name, 'spared', 0);
      throw error;
    });
    return inside(call, entered);
  };
  return {
    run,
    state: (): GuardState => ({ breaker: breaker.state(), inside: bulkhead.inside(), waiting: bulkhead.waiting() }),
    stop: (): void => {
      clearTimeout(looking);
      stopped.abort();
    },
  };
}
