import { Redis } from 'ioredis';
import { givingWay } from '@sysops-squad/chassis/testing/givingWay';
import pg from 'pg';

export type BrokerKind = 'postgres' | 'redis';

export type Broker = {
  redisUrl: string | undefined;
  /** Everything in it is gone, as after a crash of a broker that keeps nothing. */
  wipe: () => Promise<void>;
  close: () => Promise<void>;
};

let nextRedisDatabase = Number(process.env['JEST_WORKER_ID'] ?? 1) * 4;

export const brokerKinds: BrokerKind[] = process.env['TEST_REDIS_URL'] ? ['postgres', 'redis'] : ['postgres'];

export async function openBroker(kind: BrokerKind, databaseUrl: string): Promise<Broker> {
  return kind === 'redis' ? openRedis() : { redisUrl: undefined, wipe: () => wipePostgres(databaseUrl), close: async () => undefined };
}

async function openRedis(): Promise<Broker> {
  const redisUrl = `${process.env['TEST_REDIS_URL']}/${nextRedisDatabase++ % 16}`;
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  return { redisUrl, wipe: async () => void (await redis.flushdb()), close: async () => redis.disconnect() };
}

/** Empties every table of the broker's database except those that say which migrations it has. */
async function wipePostgres(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename NOT LIKE '%migration%'`,
    );
    if (rows.length > 0) await givingWay(() => client.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`));
  } finally {
    await client.end();
  }
}
