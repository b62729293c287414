import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { migrateAll } from '../../migration/src/migrateAll.ts';
import { createSchema, seed } from '../../monolith/src/seed/index.ts';

export type SystemDatabases = Record<'auth' | 'customer' | 'payment' | 'ticket' | 'monolith' | 'broker', TestDatabase>;

const scale = 0.05;
const contexts = ['auth', 'customer', 'payment', 'ticket'] as const;

/** Databases with the demo's history at a twentieth of its size, migrated as `npm start` does it: the monolith first, the contexts from there. */
export async function prepareDatabases(): Promise<SystemDatabases> {
  const monolith = await testDatabase.from('e2e_monolith', async (url) => {
    await createSchema(url);
    await seed(url, { today: new Date(), scale });
  });
  const [auth, customer, payment, ticket] = await Promise.all(contexts.map((context) => testDatabase(context)));
  const broker = await testDatabase.empty();
  const databases = { auth: auth!, customer: customer!, payment: payment!, ticket: ticket!, monolith, broker };
  const urls = Object.fromEntries(Object.entries(databases).map(([name, { url }]) => [name, url])) as Record<keyof SystemDatabases, string>;
  await migrateAll(urls, () => undefined);
  return databases;
}
