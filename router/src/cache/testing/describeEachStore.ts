import { Redis } from 'ioredis';
import type { CacheSettings } from '../openCache.ts';

/** Runs a suite with answers kept in memory, and in Redis where there is one. */
export function describeEachStore(name: string, suite: (settings: CacheSettings) => void): void {
  describe(`${name} [memory]`, () => suite({ store: 'memory', megabytes: 1 }));
  const url = process.env['TEST_REDIS_URL'];
  if (!url) return void test.skip(`${name} [redis]: skipped, no redis-server on the PATH`, () => undefined);
  describe(`${name} [redis]`, () => {
    beforeAll(() => emptyRedis(url));
    suite({ store: 'redis', url });
  });
}

/** Only of what a cache keeps. */
export async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys('router-cache:*');
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}
