import { rateLimited } from '@sysops-squad/chassis/graphqlErrors';

/** Lets so many pieces of work run at once and so many wait; further ones are refused with RATE_LIMITED. */
export function createHashGate({ atOnce = 4, waiting = 100 } = {}) {
  const queue: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < atOnce) return void (running += 1);
    if (queue.length >= waiting) throw rateLimited('Too many people sign in at this moment: try again in some seconds.', 3);
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
export type HashGate = ReturnType<typeof createHashGate>;
