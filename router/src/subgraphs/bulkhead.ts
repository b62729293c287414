import { isMoreImportant, type Importance } from '../overload/importance.ts';

type Waiting = { importance: Importance; enter: () => void; refuse: (reason: Crowded) => void };

/** More calls than are let in, and more waiting than may wait. */
export class Crowded extends Error {}

/**
 * At most `parallel()` calls at a time; of others at most `places()` wait, the most important first. When all places are taken, the
 * least important gives way, or is not let in.
 */
export function createBulkhead({ parallel, places }: { parallel: () => number; places: () => number }) {
  let inside = 0;
  const queue: Waiting[] = [];

  const leave = (): void => {
    inside -= 1;
    for (let next; inside < parallel() && (next = queue.shift()); ) {
      inside += 1;
      next.enter();
    }
  };
  const putInOrder = (waiting: Waiting): void => {
    const behind = queue.findLastIndex(({ importance }) => !isMoreImportant(waiting.importance, importance));
    queue.splice(behind + 1, 0, waiting);
  };
  const wait = (importance: Importance, signal: AbortSignal): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const gaveUp = (): void => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      const end = (settle: () => void) => (): void => (signal.removeEventListener('abort', gaveUp), settle());
      const waiting: Waiting = { importance, enter: end(() => resolve(leave)), refuse: (reason) => end(() => reject(reason))() };
      signal.addEventListener('abort', gaveUp, { once: true });
      putInOrder(waiting);
    });

  return {
    inside: () => inside,
    waiting: () => queue.length,
    /** Resolves to what is to be called at the end of the call. @throws Crowded, or the signal's reason while waiting */
    async enter(importance: Importance, signal: AbortSignal): Promise<() => void> {
      if (inside < parallel()) {
        inside += 1;
        return leave;
      }
      if (queue.length >= places()) {
        const last = queue.at(-1);
        if (!last || !isMoreImportant(importance, last.importance)) throw new Crowded('too many calls at a time');
        queue.pop();
        last.refuse(new Crowded('gave way to a more important call'));
      }
      signal.throwIfAborted();
      return wait(importance, signal);
    },
  };
}
export type Bulkhead = ReturnType<typeof createBulkhead>;
