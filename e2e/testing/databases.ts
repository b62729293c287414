import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import { openToContext } from '../../launcher/src/postgres/contextRole.ts';
import { migrateAll } from '../../migration/src/migrateAll.ts';
import { createSchema, seed } from '../../monolith/src/seed/index.ts';

export type SystemDatabases = Record<'auth' | 'customer' | 'payment' | 'ticket' | 'monolith' | 'broker', TestDatabase>;

const scale = 0.05;
const contexts = ['auth', 'customer', 'payment', 'ticket'] as const;

/**
 * Databases with the demo's history at a twentieth of its size, migrated as `npm start` does it: the monolith first, the contexts from
 * there. Each is reached by a role that owns it and may do no more, as with `npm start`.
 */
export async function prepareDatabases(): Promise<SystemDatabases> {
  const monolith = await testDatabase.from('e2e_monolith', async (url) => {
    await createSchema(url);
    await seed(url, { today: new Date(), scale });
  });
  const [auth, customer, payment, ticket] = await Promise.all(contexts.map((context) => testDatabase(context)));
  const broker = await testDatabase.empty();
  const databases: SystemDatabases = { auth: auth!, customer: customer!, payment: payment!, ticket: ticket!, monolith, broker };
  for (const [name, database] of Object.entries(databases)) databases[name as keyof SystemDatabases] = await byItsOwner(database);
  const urls = Object.fromEntries(Object.entries(databases).map(([name, { url }]) => [name, url])) as Record<keyof SystemDatabases, string>;
  await migrateAll(urls, () => undefined);
  await letVisitsBeginAnyTime(urls.ticket);
  return databases;
}

/** Whatever hour a spec runs at: on a Friday night, the next shift of most experts is days away. */
async function letVisitsBeginAnyTime(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`INSERT INTO service_policy (version, effective_from, policy) SELECT version + 1, now(), policy || '{"beginAheadMinutes": 20160}' FROM service_policy ORDER BY version DESC LIMIT 1`)
    .finally(() => client.end());
}

async function byItsOwner(database: TestDatabase): Promise<TestDatabase> {
  const name = new URL(database.url).pathname.slice(1);
  const role = `owner_of_${name}`;
  const server = { url: (other: string): string => Object.assign(new URL(database.url), { pathname: `/${other}` }).href };
  const drop = async (): Promise<void> => {
    await database.drop();
    const client = new pg.Client({ connectionString: server.url('postgres') });
    await client.connect();
    await client.query(`DROP ROLE "${role}"`).finally(() => client.end());
  };
  return { url: await openToContext(server, name, role), drop };
}
