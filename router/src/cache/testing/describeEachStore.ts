import { randomUUID } from 'node:crypto';
import type { CacheSettings } from '../openCache.ts';

/** In Redis apart from what other specs keep there at the same time. */
export const ownPrefix = (): string => `test-${randomUUID()}`;

/** Runs a suite with answers kept in memory, and in Redis where there is one, which may take its time: other specs keep the processors busy. */
export function describeEachStore(name: string, suite: (settings: CacheSettings) => void): void {
  describe(`${name} [memory]`, () => suite({ store: 'memory', megabytes: 1 }));
  const url = process.env['TEST_REDIS_URL'];
  if (!url) return void test.skip(`${name} [redis]: skipped, no redis-server on the PATH`, () => undefined);
  describe(`${name} [redis]`, () => suite({ store: 'redis', url, prefix: ownPrefix(), answerWithinMs: 5_000 }));
}
