import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import { createSchema, seed } from '../../monolith/src/seed/index.ts';
import { migrateAuth } from './auth.ts';
import { migrateCustomer } from './customer.ts';

const silent = () => undefined;

describe.each([
  { context: 'auth', migrate: migrateAuth, source: ['sysops_user'], tables: ['account'], change: `UPDATE account SET roles = '{MANAGER}' WHERE id = 'usr_000002'`, broken: `UPDATE sysops_user SET password_hash = 'secret' WHERE id = 'usr_000002'`, violates: 'account_password_hash_check' },
  { context: 'customer', migrate: migrateCustomer, source: ['customer', 'customer'], tables: ['customer', 'address'], change: `UPDATE address SET city = 'Elsewhere' WHERE id = 'adr_000001'`, broken: `UPDATE customer SET email = 'nonsense' WHERE id = 'cus_000002'`, violates: 'customer_email_is_normal' },
])('migrating $context', ({ context, migrate, source, tables, change, broken, violates }) => {
  let monolith: TestDatabase;
  let target: TestDatabase;
  let targetSql: pg.Client;
  let monolithSql: pg.Client;
  beforeAll(async () => {
    [monolith, target] = await Promise.all([testDatabase.empty(), testDatabase(context)]);
    await createSchema(monolith.url);
    await seed(monolith.url, { today: '2026-11-22', scale: 0.02 });
    [monolithSql, targetSql] = [monolith, target].map(({ url }) => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client];
    await Promise.all([monolithSql.connect(), targetSql.connect()]);
  });
  afterAll(async () => {
    await Promise.all([monolithSql.end(), targetSql.end()]);
    await Promise.all([monolith.drop(), target.drop()]);
  });

  const run = () => migrate({ monolithUrl: monolith.url, targetUrl: target.url, onProgress: silent });
  const count = async (client: pg.Client, table: string) => (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;

  it('leaves nothing behind when a row is refused', async () => {
    await monolithSql.query('BEGIN');
    await monolithSql.query(`CREATE TABLE kept AS SELECT * FROM ${source[0]}; ${broken}`);
    await monolithSql.query('COMMIT');
    await expect(run()).rejects.toThrow(violates);
    expect(await count(targetSql, tables[0]!)).toBe(0);
    const column = context === 'auth' ? 'password_hash' : 'email';
    await monolithSql.query(`UPDATE ${source[0]} s SET ${column} = kept.${column} FROM kept WHERE kept.id = s.id`);
  });

  it('copies every row, and again without a change', async () => {
    const first = await run();
    expect(first.map(({ table, rows }) => [table, rows])).toEqual(await Promise.all(tables.map(async (table, n) => [table, await count(monolithSql, source[n]!)])));
    expect(await run()).toEqual(first);
    expect(await Promise.all(tables.map((table) => count(targetSql, table)))).toEqual(first.map(({ rows }) => rows));
  });

  it('says where the copy differs', async () => {
    await targetSql.query(change);
    await expect(run()).rejects.toThrow(/(usr_000002|adr_000001) differs/);
  });
});
