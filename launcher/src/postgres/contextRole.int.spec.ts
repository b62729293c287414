import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openBroker } from '@sysops-squad/chassis/broker/broker';
import pg from 'pg';
import { migrateAll } from '../../../migration/src/migrateAll.ts';
import { createSchema, seed } from '../../../monolith/src/seed/index.ts';
import { openDatabases, type DatabaseUrls } from '../databases.ts';
import { migrateContexts } from '../prepareDatabases.ts';
import { reachableFolder, reachableTemporaryFolder } from '../reachableFolder.ts';
import { DATABASES, readSettings, type DatabaseName } from '../settings.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { serverUser } from './serverUser.ts';

const user = serverUser();
let folder: string;
let cluster: Cluster;
let asSuperuser: DatabaseUrls;
let urls: DatabaseUrls;

/** A data folder as the version before made it, where everything belongs to the superuser, is opened by this one. */
beforeAll(async () => {
  folder = await mkdtemp(join(reachableTemporaryFolder(user), 'roles-'));
  await chmod(folder, 0o755);
  cluster = await startCluster({ home: join(folder, 'home'), reachableFolder: user ? reachableFolder(user) : folder, durable: false });
  for (const name of DATABASES) await query(cluster.url('postgres'), `CREATE DATABASE "${name}"`);
  asSuperuser = Object.fromEntries(DATABASES.map((name) => [name, cluster.url(name)])) as DatabaseUrls;
  await prepare(asSuperuser);
  urls = await openDatabases(readSettings({}), cluster);
}, 60_000);
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

async function prepare(databases: DatabaseUrls): Promise<void> {
  await migrateContexts(databases);
  await createSchema(databases.monolith);
  await seed(databases.monolith, { today: new Date(), scale: 0.01 });
  await migrateAll(databases, () => undefined);
  const queue = openBroker({ databaseUrl: databases.broker }).queue('roles');
  await queue.addAll([{ id: 'one', name: 'one', data: {} }]);
  await queue.close();
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client.query<Record<string, unknown>>(sql).then(({ rows }) => rows).finally(() => client.end());
}

const at = (name: DatabaseName, database: string): string => Object.assign(new URL(urls[name]), { pathname: `/${database}` }).href;
const pairs = DATABASES.flatMap((name) => [...DATABASES, 'postgres', 'template1'].filter((other) => other !== name).map((other) => [name, other] as const));

test.each(pairs)('%s does not get into the database of %s', async (name, other) => {
  await expect(query(at(name, other), 'SELECT 1')).rejects.toMatchObject({ code: '42501', message: expect.stringContaining('permission denied for database') });
});

test.each(pairs)('%s does not get in as %s with its own password', async (name, other) => {
  const disguised = Object.assign(new URL(at(name, other)), { username: other in urls ? `context_${other}` : 'sysops' }).href;
  await expect(query(disguised, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

const powers = [
  `COPY (SELECT 1) TO PROGRAM 'cat'`, `CREATE TEMP TABLE t (line text); COPY t FROM PROGRAM 'id'`, `CREATE TEMP TABLE t (line text); COPY t FROM '/etc/passwd'`,
  `COPY (SELECT 1) TO '/tmp/written'`, `SELECT pg_read_file('/etc/passwd')`, `SELECT pg_read_file('PG_VERSION')`, `SELECT pg_ls_dir('.')`, `SELECT lo_import('/etc/passwd')`,
  `SELECT rolpassword FROM pg_authid`, `CREATE ROLE another`, `CREATE DATABASE another`, `ALTER SYSTEM SET log_statement = 'all'`, `SET ROLE sysops`, `SET SESSION AUTHORIZATION sysops`,
  `SET session_replication_role = 'replica'`, `CREATE FUNCTION run(text) RETURNS int AS 'libc.so.6', 'system' LANGUAGE c`,
  `SELECT pg_reload_conf()`, `SELECT pg_rotate_logfile()`, `GRANT pg_execute_server_program TO CURRENT_USER`, `ALTER ROLE CURRENT_USER SUPERUSER`,
];
test.each(powers)('no context may %s', async (sql) => {
  for (const name of DATABASES) await expect(query(urls[name], sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42P01|0LP01)$/) });
});

test('no context’s role is more than a role', async () => {
  const strong = await query(cluster.url('postgres'), `SELECT rolname FROM pg_roles WHERE rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls`);
  expect(strong).toEqual([{ rolname: 'sysops' }]);
  const members = `SELECT member::regrole::text AS who FROM pg_auth_members WHERE member::regrole::text LIKE 'context%'`;
  expect(await query(cluster.url('postgres'), members)).toEqual([]);
});

const STRANGERS = `
  SELECT c.oid::regclass::text AS what, relowner::regrole::text AS owner FROM pg_class c WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND relowner <> current_user::regrole
  UNION ALL SELECT p.oid::regprocedure::text, proowner::regrole::text FROM pg_proc p WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)' AND proowner <> current_user::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
  UNION ALL SELECT t.oid::regtype::text, typowner::regrole::text FROM pg_type t WHERE typnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND typowner <> current_user::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid IN (t.oid, t.typelem) AND deptype = 'e')
  UNION ALL SELECT nspname, nspowner::regrole::text FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public$)' AND nspowner <> current_user::regrole`;

test.each(DATABASES)('%s owns everything in its database, what an earlier version made as well', async (name) => {
  expect(await query(urls[name], STRANGERS)).toEqual([]);
});

test('an upgraded folder is served and migrated by the roles, and opening it once more gives other passwords', async () => {
  await prepare(urls);
  const again = await openDatabases(readSettings({}), cluster);
  await expect(query(urls.auth, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  urls = again;
  expect(await query(urls.auth, 'SELECT count(*) > 0 AS accounts FROM account')).toEqual([{ accounts: true }]);
});

test('a new folder is made by the roles alone', async () => {
  for (const name of DATABASES) await query(cluster.url('postgres'), `DROP DATABASE "${name}" WITH (FORCE)`);
  urls = await openDatabases(readSettings({}), cluster);
  await prepare(urls);
  for (const name of DATABASES) expect(await query(urls[name], STRANGERS)).toEqual([]);
  for (const [name, other] of pairs) await expect(query(at(name, other), 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
});
