import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { migrate } from './migrate.ts';

const WITH_FUNCTION = `
  CREATE TABLE thing (id text PRIMARY KEY, note text);
  CREATE FUNCTION count_things() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM thing); END $$;
  INSERT INTO thing VALUES ('a', 'one; two');`;

let db: TestDatabase;
let migrationsDir: string;

beforeEach(async () => {
  db = await testDatabase.empty();
  migrationsDir = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  await db.drop();
  await rm(migrationsDir, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(migrationsDir, name));
  await writeFile(join(migrationsDir, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  return client.query<Record<string, unknown>>(sql).then(({ rows }) => rows).finally(() => client.end());
}

test('applies what is missing, in order, function bodies and semicolons in text included', async () => {
  await write('20250101000000_first', WITH_FUNCTION);
  expect(await migrate({ databaseUrl: db.url, migrationsDir })).toEqual(['20250101000000_first']);
  await write('20250102000000_second', 'ALTER TABLE thing ADD COLUMN size integer');
  expect(await migrate({ databaseUrl: db.url, migrationsDir })).toEqual(['20250102000000_second']);
  expect(await query('SELECT *, count_things() AS n FROM thing')).toEqual([{ id: 'a', note: 'one; two', size: null, n: '1' }]);
});

test('of two that start at once, one does the work', async () => {
  await write('20250101000000_first', WITH_FUNCTION);
  const applied = await Promise.all([1, 2, 3].map(() => migrate({ databaseUrl: db.url, migrationsDir })));
  expect(applied.flat()).toEqual(['20250101000000_first']);
});

test('a migration that fails names its folder and the reason, and leaves nothing of itself behind', async () => {
  await write('20250101000000_broken', 'CREATE TABLE half (id text); SELECT 1 / 0;');
  await expect(migrate({ databaseUrl: db.url, migrationsDir })).rejects.toThrow(/20250101000000_broken[\s\S]*division by zero/);
  expect(await query(`SELECT 1 FROM pg_tables WHERE tablename = 'half'`)).toEqual([]);
});
