import { randomUUID } from 'node:crypto';
import { testDatabase } from './testDatabase.ts';

/** Where a queue lives; `redisUrl` absent means BullMQ's PostgreSQL backend on `databaseUrl`. */
export type TestBroker = { databaseUrl: string; redisUrl?: string; prefix: string };

/**
 * Runs a suite once per broker, on PostgreSQL always and on Redis where `redis-server` is on the PATH.
 * `broker()` is for use inside hooks and tests; each suite gets a database, and a key prefix, of its own.
 */
export function describeEachBroker(name: string, suite: (broker: () => TestBroker) => void): void {
  describe(`${name} [postgresql]`, () => withBroker(undefined, suite));
  const redisUrl = process.env['TEST_REDIS_URL'];
  if (redisUrl) describe(`${name} [redis]`, () => withBroker(redisUrl, suite));
  else test.skip(`${name} [redis]: skipped, no redis-server on the PATH`, () => undefined);
}

function withBroker(redisUrl: string | undefined, suite: (broker: () => TestBroker) => void): void {
  let broker: TestBroker;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await testDatabase.empty();
    drop = database.drop;
    broker = { databaseUrl: database.url, prefix: `t${randomUUID().slice(0, 8)}`, ...(redisUrl ? { redisUrl } : {}) };
  });
  suite(() => broker);
  // Registered last among the suite's own hooks: jest runs afterAll hooks in the order in which they were registered.
  afterAll(() => drop());
}
