import { connect } from 'node:net';
import pg from 'pg';
import { LauncherError } from './launcherError.ts';
import type { Cluster } from './postgres/cluster.ts';
import { closeDatabases, openToContext } from './postgres/contextRole.ts';
import { DATABASES, databaseVariable, type DatabaseName, type Settings } from './settings.ts';

export type DatabaseUrls = Record<DatabaseName, string>;

/** The databases of the embedded cluster, each by its context's own role, with those that the environment names in their place. */
export async function openDatabases(settings: Settings, cluster: Cluster | undefined): Promise<DatabaseUrls> {
  const named = DATABASES.filter((name) => settings.databaseUrls[name]);
  const embedded = cluster ? await openEmbedded(cluster, DATABASES.filter((name) => !settings.databaseUrls[name])) : {};
  const urls = { ...embedded, ...settings.databaseUrls } as DatabaseUrls;
  const mistakes = await Promise.all(named.map((name) => checkDatabase(name, urls[name])));
  const found = mistakes.filter((mistake) => mistake !== undefined);
  if (found.length > 0) throw new LauncherError(found.join('\n'));
  return urls;
}

async function openEmbedded(cluster: Cluster, names: readonly DatabaseName[]): Promise<Partial<DatabaseUrls>> {
  await closeDatabases(cluster);
  const urls: Partial<DatabaseUrls> = {};
  for (const name of names) urls[name] = await openToContext(cluster, name);
  return urls;
}

async function checkDatabase(name: DatabaseName, url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return `${databaseVariable(name)}: ${explain(url, error as Error & { code?: string })}`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(url: string, error: Error & { code?: string }): string {
  const { host, pathname, username } = new URL(url);
  if (error.code === '3D000') return `${host} has no database "${pathname.slice(1)}": create it, or correct the name`;
  if (error.code === '28P01' || error.code === '28000') return `${host} refuses the user "${username}": correct the user name or the password`;
  return `${host} cannot be reached (${error.code ?? error.message}): start that server, or correct the address, or leave the variable out for the embedded one`;
}

/** The broker's Redis, when one is named. */
export async function checkRedis(redisUrl: string): Promise<void> {
  const { hostname, port } = new URL(redisUrl);
  const answer = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: 5000 });
    socket.once('connect', () => resolve(undefined)).once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('timeout', () => resolve('no answer'));
    socket.once('connect', () => socket.destroy());
  });
  if (answer) {
    throw new LauncherError(`REDIS_URL: ${hostname}:${port || 6379} cannot be reached (${answer}): start that server, correct the address, or leave the variable out`);
  }
}
