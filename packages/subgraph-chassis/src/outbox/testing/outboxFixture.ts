import { Redis } from 'ioredis';
import pg from 'pg';
import { openBroker } from '../../broker/broker.ts';
import type { JobQueue } from '../../broker/jobQueue.ts';
import type { JobWorker } from '../../broker/jobWorker.ts';
import { givingWay } from '../../testing/givingWay.ts';
import { createConsumer, type ConsumerSettings, type MessageHandler } from '../consumer.ts';
import { inPoolTransaction, sqlOn } from '../poolSql.ts';
import { startRelay, type Relay, type RelaySettings } from '../relay.ts';
import type { DeliverySettings } from '../delivery.ts';

const TABLES = `
  CREATE TABLE outbox (id text PRIMARY KEY, aggregate_id text, version int, type text, payload jsonb,
    created_at timestamptz DEFAULT now(), tries int NOT NULL DEFAULT 0, starts int NOT NULL DEFAULT 0, failures int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT now(), handed_at timestamptz, acked_at timestamptz, dead_at timestamptz, last_error text, traceparent text);
  CREATE INDEX ON outbox (next_at, id) WHERE acked_at IS NULL AND dead_at IS NULL;
  CREATE TABLE inbox (message_id text, handler text, handled_at timestamptz DEFAULT now(), PRIMARY KEY (message_id, handler));
  CREATE TABLE effect (message_id text, at timestamptz DEFAULT clock_timestamp())`;

export type Place = { databaseUrl: string; redisUrl?: string; prefix: string };

/** Two tables, a table of effects, and whichever relays and consumers a test starts; `stop` ends them all. */
export async function openOutboxFixture(place: Place) {
  const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 12 });
  pool.on('error', () => undefined);
  await pool.query(`DROP TABLE IF EXISTS outbox, inbox, effect; ${TABLES}`);
  const broker = openBroker(place);
  const running: { relays: Relay[]; queues: JobQueue[]; workers: JobWorker[] } = { relays: [], queues: [], workers: [] };
  const effect: MessageHandler<pg.PoolClient> = async ({ id }) => async (tx) => void (await tx.query('INSERT INTO effect VALUES ($1)', [id]));

  return {
    pool,
    broker,
    effect,
    relay(queueName: string, settings: Partial<RelaySettings> = {}) {
      const queue = broker.queue(queueName);
      const relay = startRelay({ sql: sqlOn(pool), queue, pollMs: 20, redelivery: { firstMs: 300, maxMs: 2_000 }, ...settings });
      running.queues.push(queue);
      running.relays.push(relay);
      return relay;
    },
    consumer(queueName: string, handler: MessageHandler<pg.PoolClient> = effect, settings: Partial<DeliverySettings> & Pick<ConsumerSettings<pg.PoolClient>, 'observe'> = {}) {
      const consume = createConsumer<pg.PoolClient>({
        name: 'test',
        sql: sqlOn(pool),
        handlers: { happened: handler },
        inTransaction: (work) => inPoolTransaction(pool, work),
        sqlOf: sqlOn,
        retry: { firstMs: 100, maxMs: 400 },
        ...settings,
      });
      const worker = broker.worker(queueName, consume, { stalledCheckMs: 1_000, lockMs: 2_000 });
      running.workers.push(worker);
      return worker;
    },
    async write(...ids: string[]) {
      await pool.query(`INSERT INTO outbox (id, aggregate_id, type, payload) SELECT id, id, 'happened', '{}' FROM unnest($1::text[]) id`, [ids]);
    },
    async count(condition: string): Promise<number> {
      return (await pool.query(`SELECT count(*)::int AS n FROM outbox WHERE ${condition}`)).rows[0].n;
    },
    async effects(): Promise<string[]> {
      return (await pool.query('SELECT message_id FROM effect ORDER BY at')).rows.map((row) => row.message_id);
    },
    /** Whatever they had under way is done. */
    async stopWorkers() {
      await Promise.all(running.workers.splice(0).map((worker) => worker.close()));
    },
    async stop() {
      await Promise.all(running.workers.map((worker) => worker.close()));
      await Promise.all(running.relays.map((relay) => relay.stop()));
      await Promise.all(running.queues.map((queue) => queue.close()));
      await pool.end();
    },
  };
}

export type OutboxFixture = Awaited<ReturnType<typeof openOutboxFixture>>;

/** Empties the broker to the last key or table. */
export async function wipeBroker({ databaseUrl, redisUrl, prefix }: Place): Promise<void> {
  if (redisUrl) return wipeRedis(redisUrl, prefix);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await givingWay(() => client.query(`DROP SCHEMA IF EXISTS "${prefix}" CASCADE`));
  await client.end();
}

async function wipeRedis(redisUrl: string, prefix: string): Promise<void> {
  const redis = new Redis(redisUrl);
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
    if ((keys as string[]).length > 0) await redis.del(...(keys as string[]));
  }
  await redis.quit();
}

/** Asks until the answer is yes; fails with `what` when it never is. */
export async function eventually(what: string, isTrue: () => Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
