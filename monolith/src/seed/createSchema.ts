import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from '../database.ts';

const sqlFile = (name: string) => readFile(join(import.meta.dirname, '..', '..', name), 'utf8');
const lock = `SELECT pg_advisory_xact_lock(hashtext('monolith schema'))`;

/** Creates the 24 tables, or adds to older ones what has come since: then it answers `created: false`. */
export async function createSchema(databaseUrl: string): Promise<{ created: boolean }> {
  const sql = await sqlFile('schema.sql');
  return withClient(databaseUrl, async (client) => {
    await client.query(`BEGIN; ${lock}`);
    const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('customer_survey_response') IS NOT NULL AS there`);
    await client.query(rows[0]!.there ? await sqlFile('later.sql') : sql);
    await client.query('COMMIT');
    return { created: !rows[0]!.there };
  });
}

/** Drops the foreign keys into and out of auth, customer, payment and ticket. Answers how many were dropped; 0 on a second call. */
export async function cutForeignKeys(databaseUrl: string): Promise<{ dropped: number }> {
  const sql = await sqlFile('cut-customer-keys.sql');
  return withClient(databaseUrl, async (client) => {
    const count = async () => {
      const { rows } = await client.query<{ n: number }>(`SELECT count(*) AS n FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`);
      return rows[0]!.n;
    };
    await client.query(`SET client_min_messages = warning; BEGIN; ${lock}`);
    const before = await count();
    await client.query(sql);
    const after = await count();
    await client.query('COMMIT');
    return { dropped: before - after };
  });
}
