import pg from 'pg';

export type Pool = pg.Pool;
export type Client = pg.Pool | pg.PoolClient | pg.Client;

const INT8 = 20;
const DATE = 1082;

// Amounts are cents and fit a double; a date has no time of day and must not be moved by a time zone.
const parsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number;
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export function openPool(databaseUrl: string, max = 10): Pool {
  return new pg.Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    // A server that hangs ends no statement by itself.
    query_timeout: 12_000,
    keepAlive: true,
    types: parsers as pg.CustomTypesConfig,
  });
}

export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, types: parsers as pg.CustomTypesConfig });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function inTransaction<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
