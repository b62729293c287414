import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from '../processes/isAlive.ts';
import { reachableFolder, reachableTemporaryFolder } from '../reachableFolder.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { serverUser } from './serverUser.ts';
import { startWatchedCluster } from './watchedCluster.ts';

const user = serverUser();
let folder: string;
let running: Cluster | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(reachableTemporaryFolder(user), 'a cluster '));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true });
});

const options = () => ({ home: join(folder, 'home'), reachableFolder: user ? reachableFolder(user) : folder, durable: true });

async function ask(cluster: Cluster, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  return client.query<Record<string, unknown>>(sql).then(({ rows }) => rows).finally(() => client.end());
}

test('keeps its data from start to start, and listens on loopback only', async () => {
  running = await startCluster(options());
  await ask(running, 'CREATE TABLE kept AS SELECT 1 AS n');
  expect(await ask(running, `SELECT current_setting('listen_addresses') AS on, current_setting('max_connections') AS most`)).toEqual([
    { on: '127.0.0.1', most: '600' },
  ]);
  await running.stop();
  running = await startCluster(options());
  expect(running.adopted).toBe(false);
  expect(await ask(running, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

test('a server that was left running is adopted; a wrong password is refused', async () => {
  const left = await startCluster(options());
  running = await startCluster(options());
  expect(running).toMatchObject({ adopted: true, pid: left.pid, port: left.port });
  const stranger = new pg.Client({ connectionString: left.url('postgres').replace(/:[^:@]+@/, ':guess@') });
  await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
});

test('the superuser’s password and the log are the launcher’s alone, also of a cluster that left them to others', async () => {
  running = await startCluster(options());
  await running.stop();
  const files = ['password', 'postgres.log'].map((name) => join(folder, 'home', name));
  for (const file of files) await chmod(file, 0o644);
  running = await startCluster(options());
  const found = await Promise.all(files.map((file) => stat(file)));
  expect(found.map(({ mode, uid }) => [mode & 0o777, uid])).toEqual(files.map(() => [0o600, process.getuid?.() ?? 0]));
});

test('an initdb that was cut short is done again', async () => {
  await mkdir(join(folder, 'home', 'data.unfinished', 'base'), { recursive: true });
  running = await startCluster(options());
  expect(await ask(running, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('a watched server that dies comes back at the same port with what was committed', async () => {
  const said: string[] = [];
  running = await startWatchedCluster(options(), (line) => said.push(line));
  await ask(running, 'CREATE TABLE kept AS SELECT 1 AS n');
  process.kill(running.pid, 'SIGKILL');
  while (isAlive(running.pid)) await pause(20);
  const answer = async (): Promise<unknown[]> => ask(running!, 'SELECT n FROM kept').catch(() => []);
  while ((await answer()).length === 0) await pause(50);
  expect(said[0]).toBe('  PostgreSQL ended and is started again; what was committed is kept');
});
