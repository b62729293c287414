import { createLocalListeners } from './localListeners.ts';
import { openPostgresWake } from './postgresWake.ts';
import { openRedisWake } from './redisWake.ts';
import type { WakeTransport } from './wakeTransport.ts';

export type Wake = {
  /** Says to all processes that there is news under these keys: `ticket:<id>`, `expert:<id>`, `outbox` or `dispatch`. Never fails and is never waited for. */
  send: (keys: readonly string[]) => void;
  /** Calls the listener whenever there may be news under the key; returns what ends it. */
  subscribe: (key: string, listener: () => void) => () => void;
  /** Keys that somebody listens to in this process, for the poll that makes up for a lost wake. */
  keys: () => string[];
  /** Wakes listeners of this process only. */
  wakeLocally: (keys: readonly string[]) => void;
  close: () => Promise<void>;
};

export type WakeOptions = { databaseUrl: string; redisUrl?: string | undefined; onError?: (error: Error) => void };

/**
 * Between processes through PostgreSQL's LISTEN/NOTIFY, or Redis when there is one. A wake says only "look again":
 * what has happened stands in the database, so a lost wake costs time and nothing else.
 */
export async function createWake({ databaseUrl, redisUrl, onError = () => undefined }: WakeOptions): Promise<Wake> {
  const local = createLocalListeners();
  const open = redisUrl ? () => openRedisWake(redisUrl, local.wake, onError) : () => openPostgresWake(databaseUrl, local.wake, onError);
  return { ...local, wakeLocally: local.wake, ...batched(await open(), local.wake, onError) };
}

const batchMs = 5;

/** Keys of a few milliseconds go out together, one message after the other: under load few messages instead of hundreds. */
function batched(transport: WakeTransport, wakeLocally: (keys: readonly string[]) => void, onError: (error: Error) => void): Pick<Wake, 'send' | 'close'> {
  let pending = new Set<string>();
  let sending: Promise<void> | undefined;
  const flush = async () => {
    await new Promise((resolve) => setTimeout(resolve, batchMs));
    while (pending.size > 0) {
      const keys = [...pending];
      pending = new Set();
      await transport.publish(keys).catch(onError);
    }
    sending = undefined;
  };
  return {
    send(keys) {
      wakeLocally(keys);
      for (const key of keys) pending.add(key);
      sending ??= flush();
    },
    async close() {
      await sending;
      await transport.close();
    },
  };
}
