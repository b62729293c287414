import { createPostgresBackend, runMigrations, type BackendFactory, type ConnectionOptions } from 'bullmq';
import pg from 'pg';
import type { Backend, BackendOptions } from './backend.ts';

/** What a crash of the server takes away, the outbox hands over again: docs/decisions/0011. */
const NO_WAIT_FOR_DISK = '-c synchronous_commit=off';

export type PostgresqlPlace = { databaseUrl: string; schema: string };

/** BullMQ's tables in a schema of their own; `schema` is what the key prefix is on Redis. */
export function postgresqlBackend({ databaseUrl, schema }: PostgresqlPlace): Backend {
  const use = <T>(work: (client: pg.Client) => Promise<T>) => withClient(databaseUrl, work);
  return {
    kind: 'postgresql',
    // A bulk makes two temporary tables: measured 5 to 8 ms of CPU for one job and 0.1 for each of a hundred; one by one 0.35 each.
    bulkFrom: 12,
    prepare: async () => void (await use((client) => runMigrations(client, schema))),
    correctTimes: async () => void (await use((client) => client.query(timesCorrected(schema)))),
    ping: async () => void (await use((client) => client.query(`SELECT 1 FROM "${schema}".migration LIMIT 1`))),
    producer: () => ({ ...connection({ max: 2, statement_timeout: 3_000, query_timeout: 4_000 }), end: () => undefined }),
    consumer: connection({ max: 8, statement_timeout: 10_000, query_timeout: 12_000 }),
  };

  function connection(limits: pg.PoolConfig): BackendOptions {
    const pool = { connectionString: databaseUrl, schema, connectionTimeoutMillis: 3_000, keepAlive: true, options: NO_WAIT_FOR_DISK, ...limits };
    return {
      // The factory's own type names pg's pool; BullMQ types every connection as Redis'.
      options: { connection: pool as unknown as ConnectionOptions },
      factory: createPostgresBackend as unknown as BackendFactory,
    };
  }
}

/** BullMQ 6.7.0 throttles the look for stalled jobs by the time of the last one, and locks jobs, by the clock of whoever does it. */
const timesCorrected = (schema: string): string => `
  UPDATE "${schema}".meta SET value = '0' WHERE field = 'stalled-check' AND value::bigint > extract(epoch FROM clock_timestamp()) * 1000 + 60000;
  UPDATE "${schema}".job SET locked_until_ms = 0 WHERE state = 'active' AND locked_until_ms > extract(epoch FROM clock_timestamp()) * 1000 + 600000`;

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3_000, query_timeout: 15_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
