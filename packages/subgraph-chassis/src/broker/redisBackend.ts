import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Backend } from './backend.ts';

export type RedisPlace = { redisUrl: string; prefix: string };

export function redisBackend({ redisUrl, prefix }: RedisPlace): Backend {
  const common = { url: redisUrl, connectTimeout: 3_000, retryStrategy: (tries: number) => Math.min(tries * 100, 2_000) };
  return {
    kind: 'redis',
    prepare: async () => undefined,
    ping: () => ping(redisUrl),
    producer: { options: { connection: { ...common, maxRetriesPerRequest: 1 }, prefix }, factory: createRedisBackend },
    consumer: { options: { connection: { ...common, maxRetriesPerRequest: null }, prefix }, factory: createRedisBackend },
  };
}

async function ping(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 2_000, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
