import pg from 'pg';
import type { RunSql } from '../checks/violation.ts';

export type Field = {
  run: RunSql;
  /** Takes back what was planted since it was opened. */
  weed(): Promise<void>;
  close(): Promise<void>;
};

/** A database with triggers and foreign keys off and `base` in it, in a transaction that never commits. */
export async function openField(url: string, base: string): Promise<Field> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  if (base) await client.query(base);
  await client.query('SAVEPOINT healthy');
  return {
    run: async <Row>(sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows as Row[],
    weed: async () => void (await client.query('ROLLBACK TO SAVEPOINT healthy')),
    close: () => client.end(),
  };
}
