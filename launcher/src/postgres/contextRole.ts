import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { handOver } from './handOver.ts';

/** URLs by which the superuser reaches a server's databases. */
type Server = { url(database: string): string };

const POWERLESS = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** From here on each database admits its owner alone: PostgreSQL lets every role into every database. */
export async function closeDatabases(server: Server): Promise<void> {
  await onDatabase(server.url('postgres'), async (client) => {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datallowconn');
    for (const { datname } of rows) await client.query(`REVOKE ALL ON DATABASE ${quoted(datname)} FROM PUBLIC`);
  });
}

/**
 * A context's way to its database: as a role that owns it and reaches no other one. Makes database and role where they are missing;
 * the password is another one each time, and nowhere but in the URL.
 */
export async function openToContext(server: Server, database: string, role = `context_${database}`): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await onDatabase(server.url('postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${quoted(role)} ${POWERLESS} PASSWORD '${password}'`);
    if (!(await isThere(client, database))) await client.query(`CREATE DATABASE ${quoted(database)}`);
    await client.query(`ALTER DATABASE ${quoted(database)} OWNER TO ${quoted(role)}`);
    await client.query(`REVOKE ALL ON DATABASE ${quoted(database)} FROM PUBLIC`);
  });
  await onDatabase(server.url(database), (client) => handOver(client, role));
  return Object.assign(new URL(server.url(database)), { username: role, password }).href;
}

async function isThere(client: pg.Client, database: string): Promise<boolean> {
  return (await client.query('SELECT FROM pg_database WHERE datname = $1', [database])).rowCount === 1;
}

const quoted = (name: string): string => pg.escapeIdentifier(name);

async function onDatabase<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
