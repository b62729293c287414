import { hash } from '@node-rs/argon2';
import { withClient } from '../database.ts';
import type { Client } from '../database.ts';
import { startOfDay } from './calendar.ts';
import { DEMO_PASSWORD } from './demoPassword.ts';
import { insertRows } from './insertRows.ts';
import { seededTables } from './world.ts';

export type SeedOptions = {
  /** The date that the history leads up to, as a Date or as YYYY-MM-DD (UTC). Open tickets have windows after it. */
  today: Date | string;
  /** 1 is the known business; 0.01 is enough for tests. Territories, skills, products and the demo accounts are always complete. */
  scale?: number;
};
export type SeedResult = { seeded: boolean; counts: Record<string, number>; milliseconds: number };

/** Fills the 24 tables in one transaction: all of it or nothing. A database that has products is left alone and answered with `seeded: false`. */
export async function seed(databaseUrl: string, { today, scale = 1 }: SeedOptions): Promise<SeedResult> {
  if (!(scale > 0 && scale <= 10)) throw new Error(`scale must lie above 0 and at most at 10, not at ${scale}`);
  const started = performance.now();
  return withClient(databaseUrl, async (client) => {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtext('monolith seed'))`);
    const { rows } = await client.query<{ there: boolean }>('SELECT EXISTS (SELECT FROM ticket_type) AS there');
    const counts = rows[0]!.there ? {} : await fill(client, startOfDay(today), scale);
    await client.query('COMMIT');
    if (!rows[0]!.there) await client.query('ANALYZE');
    return { seeded: !rows[0]!.there, counts, milliseconds: Math.round(performance.now() - started) };
  });
}

async function fill(client: Client, today: number, scale: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, rows] of seededTables(today, scale, await demoPasswordHash())) counts[table] = await insertRows(client, table, rows);
  await client.query(`SELECT setval('ticket_number', 100000 + $1), setval('billing_number', 100000 + $2)`, [counts['ticket'], counts['billing']]);
  return counts;
}

// One hash for everybody: at 37 ms each, 5,900 would take minutes. The fixed salt keeps the seed the same every time.
async function demoPasswordHash(): Promise<string> {
  return hash(DEMO_PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1, salt: Buffer.from('sysops-squad-demo-salt') });
}
