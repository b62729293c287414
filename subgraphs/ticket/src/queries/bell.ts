import type { Wake } from '../messaging/wake.ts';

/** Rings whenever there may be news under a key; rung while nobody listened, the next wait ends at once. Starts rung. */
export function openBell(wake: Pick<Wake, 'subscribe'>, key: string, signal: AbortSignal) {
  let rung = true;
  let wait: (() => void) | undefined;
  const ring = () => {
    rung = true;
    wait?.();
  };
  const unsubscribe = wake.subscribe(key, ring);
  signal.addEventListener('abort', ring, { once: true });
  return {
    async rung(): Promise<void> {
      if (!rung) await new Promise<void>((resolve) => (wait = resolve));
      rung = false;
      wait = undefined;
    },
    close() {
      unsubscribe();
      signal.removeEventListener('abort', ring);
    },
  };
}
