import { openQueue, type JobQueue } from './jobQueue.ts';
import { openWorker, type JobHandler, type JobWorker, type WorkerSettings } from './jobWorker.ts';
import { postgresqlBackend } from './postgresqlBackend.ts';
import { redisBackend } from './redisBackend.ts';
import { withinTime } from './withinTime.ts';

/** Redis when `redisUrl` is given, else the PostgreSQL database. `prefix` keeps installations apart: a letter, then letters, digits and _. */
export type BrokerPlace = { databaseUrl?: string | undefined; redisUrl?: string | undefined; prefix?: string | undefined };

export type Broker = {
  kind: 'postgresql' | 'redis';
  /** Makes the broker's tables where there are none; opening queues and workers does it too. */
  prepare(): Promise<void>;
  queue(name: string): JobQueue;
  worker(name: string, handle: JobHandler, settings?: WorkerSettings): JobWorker;
  /** False when it does not answer within 3 s. */
  isReachable(): Promise<boolean>;
};

export function openBroker({ databaseUrl, redisUrl, prefix = 'bullmq' }: BrokerPlace): Broker {
  if (!redisUrl && !databaseUrl) throw new Error('a broker needs REDIS_URL or DATABASE_URL_BROKER');
  const backend = redisUrl
    ? redisBackend({ redisUrl, prefix })
    : postgresqlBackend({ databaseUrl: databaseUrl ?? '', schema: prefix });
  return {
    kind: backend.kind,
    prepare: backend.prepare,
    queue: (name) => openQueue(backend, name),
    worker: (name, handle, settings) => openWorker(backend, name, handle, settings),
    isReachable: () =>
      withinTime(3_000, 'the broker', backend.ping()).then(
        () => true,
        () => false,
      ),
  };
}
