import type { Logger } from '@sysops-squad/chassis/logger';

/** Runs work at once and then again after each pause; a failure is logged and the next turn tries anew. */
export function repeat(work: () => Promise<unknown>, everyMs: number, logger: Logger): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let turn = Promise.resolve();
  const next = (): void => {
    turn = work()
      .then(() => undefined)
      .catch((error: unknown) => logger.error({ err: error }, 'housekeeping failed'))
      .finally(() => {
        if (!stopped) timer = setTimeout(next, everyMs);
      });
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
