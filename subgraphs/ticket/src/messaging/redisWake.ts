import { neverThrowing } from '@sysops-squad/chassis/listeners';
import { Redis } from 'ioredis';
import { channel, keysOf } from './wakeTransport.ts';
import type { WakeTransport } from './wakeTransport.ts';

const options = { connectTimeout: 5_000, retryStrategy: (times: number) => Math.min(times * 200, 2_000) };

/**
 * Redis pub/sub: nothing is kept there, so wiping Redis costs at most one poll's time.
 * Not waited for: without Redis everything works, only later.
 */
export async function openRedisWake(redisUrl: string, onKeys: (keys: string[]) => void, onError: (error: Error) => void): Promise<WakeTransport> {
  const subscriber = new Redis(redisUrl, { ...options, maxRetriesPerRequest: null });
  const publisher = new Redis(redisUrl, { ...options, enableOfflineQueue: false, commandTimeout: 5_000, maxRetriesPerRequest: 1 });
  for (const redis of [subscriber, publisher]) redis.on('error', onError);
  subscriber.on('message', neverThrowing((_channel: string, message: string) => onKeys(keysOf(message)), (error) => onError(error as Error)));
  // It subscribes again by itself after every reconnect.
  subscriber.subscribe(channel).catch(onError);
  return {
    publish: async (keys) => void (await publisher.publish(channel, JSON.stringify(keys))),
    async close() {
      subscriber.disconnect();
      publisher.disconnect();
    },
  };
}
