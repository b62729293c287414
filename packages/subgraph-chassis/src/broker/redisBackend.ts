import { createRedisBackend, type ConnectionOptions } from 'bullmq';
import { Redis } from 'ioredis';
import type { Backend } from './backend.ts';

export type RedisPlace = { redisUrl: string; prefix: string };

export function redisBackend({ redisUrl, prefix }: RedisPlace): Backend {
  const common = { connectTimeout: 3_000, retryStrategy: (tries: number) => Math.min(tries * 100, 2_000) };
  const options = (connection: ConnectionOptions) => ({ options: { connection, prefix }, factory: createRedisBackend });
  return {
    kind: 'redis',
    bulkFrom: 2,
    prepare: async () => undefined,
    ping: () => ping(redisUrl),
    // A client of our own: BullMQ cannot close one that has never become ready.
    producer: () => {
      const client = new Redis(redisUrl, { ...common, maxRetriesPerRequest: 1 });
      client.on('error', () => undefined);
      return { ...options(client), end: () => client.disconnect() };
    },
    consumer: options({ url: redisUrl, ...common, maxRetriesPerRequest: null }),
  };
}

async function ping(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 2_000, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  // One that takes the connection and says nothing would keep it open for ever.
  const tooLate = setTimeout(() => redis.disconnect(), 2_500);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    clearTimeout(tooLate);
    redis.disconnect();
  }
}
