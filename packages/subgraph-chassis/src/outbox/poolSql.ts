import type pg from 'pg';
import type { RunSql } from './message.ts';

/** Statements on a pool, on one of its clients, or on whatever answers like them. */
export function sqlOn(queryable: { query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }> }): RunSql {
  return async <Row>(sql: string, values: unknown[] = []) => (await queryable.query(sql, values)).rows as Row[];
}

export async function inPoolTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks also rejects the statement under way; without a listener it would end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  } finally {
    client.off('error', ignore);
  }
}
