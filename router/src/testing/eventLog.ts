import { abortable } from '@sysops-squad/chassis/subscriptionSource';

/** An event log as a subgraph keeps one: numbered, readable behind any cursor, and live at its end. */
export function createEventLog<T>() {
  const entries: T[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  let readers = 0;

  const read = (after: number) =>
    abortable<{ cursor: string; entry: T }>(async function* (signal) {
      readers += 1;
      signal.addEventListener('abort', wake);
      try {
        for (let next = after; !signal.aborted; ) {
          if (next < entries.length) yield { cursor: String(next + 1), entry: entries[next++]! };
          else await new Promise<void>((resolve) => waiting.add(resolve));
        }
      } finally {
        readers -= 1;
      }
    });
  return {
    read,
    append(...more: T[]) {
      entries.push(...more);
      wake();
    },
    readers: () => readers,
  };
}
export type EventLog<T> = ReturnType<typeof createEventLog<T>>;
