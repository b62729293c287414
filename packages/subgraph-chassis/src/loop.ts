import { setTimeout as sleep } from 'node:timers/promises';

export type Loop = { wake: () => void; stop: () => Promise<void> };

/**
 * Does the same thing again and again, never twice at a time: after `everyMs`, or at once as long as there is more to do.
 * An error is reported, and does not end it. `stop` waits for what is under way.
 */
export function startLoop({ everyMs, onError, turn }: { everyMs: number; onError: (error: unknown) => void; turn: () => Promise<boolean | void> }): Loop {
  const stopping = new AbortController();
  let napping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = await turn().catch((error: unknown) => onError(error));
      if (more === true) continue;
      napping = new AbortController();
      await sleep(everyMs, undefined, { signal: AbortSignal.any([stopping.signal, napping.signal]) }).catch(() => undefined);
    }
  }
  const running = run();
  return { wake: () => napping.abort(), stop: async () => (stopping.abort(), running) };
}
