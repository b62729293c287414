import { isMoreImportant, type Importance } from '../overload/importance.ts';
import type { TimeLimit } from './timeLimit.ts';

type Limit = Pick<TimeLimit, 'over' | 'whenOver'>;
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
  const wait = (importance: Importance, limit: Limit): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const forget = limit.whenOver((reason) => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(reason);
      });
      const end = (settle: () => void) => (): void => (forget(), settle());
      const waiting: Waiting = { importance, enter: end(() => resolve(leave)), refuse: (reason) => end(() => reject(reason))() };
      putInOrder(waiting);
    });

  return {
    inside: () => inside,
    waiting: () => queue.length,
    /** What is to be called at the end of the call; undefined: there is no room just now. */
    enterAtOnce(): (() => void) | undefined {
      if (inside >= parallel()) return undefined;
      inside += 1;
      return leave;
    },
    /** Waits for room. @throws Crowded, or why the time was over while it waited */
    async enterInTurn(importance: Importance, limit: Limit): Promise<() => void> {
      if (queue.length >= places()) {
        const last = queue.at(-1);
        if (!last || !isMoreImportant(importance, last.importance)) throw new Crowded('too many calls at a time');
        queue.pop();
        last.refuse(new Crowded('gave way to a more important call'));
      }
      const late = limit.over();
      if (late) throw late;
      return wait(importance, limit);
    },
  };
}
export type Bulkhead = ReturnType<typeof createBulkhead>;
