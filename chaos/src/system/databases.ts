import pg from 'pg';
import { migrateContexts } from '../../../launcher/src/prepareDatabases.ts';
import { migrateAll } from '../../../migration/src/migrateAll.ts';
import { createSchema, seed } from '../../../monolith/src/seed/index.ts';
import type { Mutant } from '../inside/mutants.ts';

export const databaseNames = ['auth', 'customer', 'payment', 'ticket', 'monolith'] as const;
export type DatabaseName = (typeof databaseNames)[number];
export type Urls = Record<DatabaseName, string>;

/** Databases as `npm start` makes them: the monolith with its history at this scale, the contexts taken over from it. */
export async function prepareDatabases(serverUrl: string, urls: Urls, scale: number): Promise<{ mailedByMigration: number }> {
  await onDatabase(serverUrl, async (client) => {
    for (const name of databaseNames) await client.query(`CREATE DATABASE "${name}"`);
  });
  const all = { ...urls, broker: '' };
  await migrateContexts(all);
  await createSchema(urls.monolith);
  await seed(urls.monolith, { today: new Date(), scale });
  const before = await linesOfLedger(urls);
  await migrateAll(all, () => undefined);
  return { mailedByMigration: (await linesOfLedger(urls)) - before };
}

const linesOfLedger = ({ monolith }: Urls): Promise<number> =>
  onDatabase(monolith, async (client) => (await client.query<{ lines: number }>('SELECT count(*)::int AS lines FROM customer_notification')).rows[0]!.lines);

/**
 * Shorter times than in life, so that a campaign of minutes sees offers expire; nobody's night rest holds a message back;
 * payment methods of which some fall silent.
 */
export async function adaptToCampaign(urls: Urls): Promise<void> {
  await onDatabase(urls.ticket, (client) => client.query(
    `INSERT INTO dispatch_policy SELECT version + 1, now() - interval '1 second', policy || '{"offerMinutes": {"P1": 0.4, "P2": 0.4, "P3": 0.5, "P4": 0.5}}'
     FROM dispatch_policy ORDER BY version DESC LIMIT 1`));
  await onDatabase(urls.ticket, (client) => client.query(
    `INSERT INTO service_policy (version, effective_from, policy, note) SELECT version + 1, now() - interval '1 second', policy || '{"noEntryAfterSeconds": 1, "beginAheadMinutes": 20160}', 'campaign'
     FROM service_policy ORDER BY version DESC LIMIT 1`));
  await onDatabase(urls.customer, (client) => client.query('UPDATE customer SET quiet_start = NULL, quiet_end = NULL, time_zone = NULL'));
  await onDatabase(urls.payment, (client) => client.query(
    `UPDATE payment_method SET psp_token = psp_token || CASE abs(hashtext(id)) % 4 WHEN 0 THEN '_timeout_after_success' WHEN 1 THEN '_timeout_after_authorise' WHEN 2 THEN '_duplicate_webhook' ELSE '' END`));
}

export async function applyMutant(urls: Urls, { sql = {} }: Mutant): Promise<void> {
  for (const [name, text] of Object.entries(sql)) await onDatabase(urls[name as DatabaseName], (client) => client.query(text));
}

export async function onDatabase<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
