import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../database/migrate.ts';
import { readMigrations } from '../database/migrationFiles.ts';

export type TestDatabase = { url: string; drop(): Promise<void> };

const projectRoot = join(import.meta.dirname, '..', '..', '..', '..');

/**
 * A fresh database with the tables of one context, `subgraphs/<context>/prisma/migrations`, for one spec file.
 * The first caller of a run migrates a template; everybody else gets a copy of it within milliseconds.
 */
export async function testDatabase(context: string): Promise<TestDatabase> {
  const migrationsDir = join(projectRoot, 'subgraphs', context, 'prisma', 'migrations');
  const { migrationDirectories } = await readMigrations(migrationsDir);
  if (migrationDirectories.length === 0) throw new Error(`no migrations in ${migrationsDir}`);
  const version = createHash('sha256').update(JSON.stringify(migrationDirectories)).digest('hex').slice(0, 12);
  return testDatabase.from(`${context}_${version}`, (databaseUrl) => migrate({ databaseUrl, migrationsDir }));
}

/** A database without tables. */
testDatabase.empty = (): Promise<TestDatabase> => createCopyOf('template0', 'empty');

/** A copy of a template that `prepare` fills once per run; `name` must change when what `prepare` does changes. */
testDatabase.from = async (name: string, prepare: (url: string) => Promise<unknown>): Promise<TestDatabase> => {
  const template = `template_${name}`;
  await onServer(async (server) => {
    await server.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
    const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (!rowCount) await prepareTemplate(server, template, prepare);
  });
  return createCopyOf(template, name);
};

async function prepareTemplate(server: pg.Client, template: string, prepare: (url: string) => Promise<unknown>) {
  const unfinished = `${template}_unfinished`;
  await server.query(`DROP DATABASE IF EXISTS "${unfinished}" WITH (FORCE)`);
  await server.query(`CREATE DATABASE "${unfinished}" TEMPLATE template0`);
  await prepare(urlOf(unfinished));
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [unfinished]);
  await server.query(`ALTER DATABASE "${unfinished}" RENAME TO "${template}"`);
}

async function createCopyOf(template: string, name: string): Promise<TestDatabase> {
  const database = `test_${name.slice(0, 30)}_${randomUUID().slice(0, 8)}`;
  await onServer((server) => server.query(`CREATE DATABASE "${database}" TEMPLATE "${template}"`));
  const drop = () =>
    onServer(async (server) => {
      await untilLeft(server, database);
      await server.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    });
  return { url: urlOf(database), drop };
}

/** A client that is just saying goodbye must not be told that it was thrown out: nobody listens to its errors any more. */
async function untilLeft(server: pg.Client, database: string): Promise<void> {
  for (let look = 0; look < 20; look += 1) {
    const { rowCount } = await server.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [database]);
    if (!rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function onServer<T>(use: (server: pg.Client) => Promise<T>): Promise<T> {
  const server = new pg.Client({ connectionString: urlOf('postgres') });
  await server.connect();
  try {
    return await use(server);
  } finally {
    await server.end();
  }
}

function urlOf(database: string): string {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('no test server: run specs with `npm test -- <path>`, which starts one');
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}
