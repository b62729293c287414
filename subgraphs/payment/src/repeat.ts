import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@sysops-squad/chassis/logger';

/** Does `work` again and again, pausing when there was nothing to do. Resolves from `stop` when the last round has ended. */
export function repeat(name: string, work: () => Promise<number>, pauseMs: number, logger: Logger): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const done = await work().catch((error: unknown) => {
        logger.error({ err: error, loop: name }, 'round failed');
        return 0;
      });
      if (done === 0) await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
