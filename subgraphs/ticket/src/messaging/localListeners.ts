/** Who waits for which key in this process. */
export function createLocalListeners() {
  const listeners = new Map<string, Set<() => void>>();
  return {
    keys: () => [...listeners.keys()],
    wake(keys: readonly string[]) {
      for (const key of keys) for (const listener of [...(listeners.get(key) ?? [])]) listener();
    },
    subscribe(key: string, listener: () => void) {
      const waiting = listeners.get(key) ?? new Set();
      listeners.set(key, waiting.add(listener));
      return () => {
        waiting.delete(listener);
        if (waiting.size === 0 && listeners.get(key) === waiting) listeners.delete(key);
      };
    },
  };
}
