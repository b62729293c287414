import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type Binaries } from './binaries.ts';
import { freePort } from './freePort.ts';
import { postmasterOf, stopPostmaster, SUPERUSER, waitUntilServing } from './postmaster.ts';
import { serverUser, type ServerUser } from './serverUser.ts';

export type ClusterOptions = {
  /** Folder of this cluster: `data`, `password` and `postgres.log` go into it. */
  home: string;
  /** Where a copy of the binaries may go when the server's account cannot enter node_modules. */
  reachableFolder: string;
  /** false: fast settings for clusters that nobody will miss after a power cut. */
  durable: boolean;
  port?: number | undefined;
};

export type Cluster = {
  port: number;
  pid: number;
  /** Whether a server that was left running has been taken over. */
  adopted: boolean;
  url(database: string): string;
  stop(): Promise<void>;
};

/** Pools are sized so that this is enough: `scale/scale.ts` adds them up. */
export const maxConnections = 600;

/** Whole systems run side by side in a test run, so these carry more connections as well. */
const THROW_AWAY = ['max_connections=800', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'];

/** Starts the cluster in `home`, making it first if need be; a server still running there is adopted. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = serverUser();
  const binaries = await findBinaries(user, options.reachableFolder);
  const password = await initialise(options, user, binaries);
  await keepFromOthers(options.home);
  const running = await postmasterOf(join(options.home, 'data'), password);
  const port = running?.port ?? (await launch(options, user, binaries, password));
  const { pid } = running ?? (await postmasterOf(join(options.home, 'data'), password))!;
  return {
    port,
    pid,
    adopted: running !== undefined,
    url: (database) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
    stop: () => stopPostmaster(pid, options.durable ? 'SIGINT' : 'SIGQUIT'),
  };
}

async function initialise({ home, durable }: ClusterOptions, user: ServerUser, { initdb }: Binaries): Promise<string> {
  const passwordFile = join(home, 'password');
  if (existsSync(join(home, 'data'))) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(18).toString('base64url');
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [home, passwordFile]) await chown(path, user.uid, user.gid);
  // Under its final name only when complete: an initdb cut short leaves nothing that looks like a cluster.
  const unfinished = join(home, 'data.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  const flags = [`--pgdata=${unfinished}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await run(initdb, [...flags, ...locale, ...(durable ? [] : ['--no-sync'])], home, user);
  await rename(unfinished, join(home, 'data'));
  return password;
}

async function launch(options: ClusterOptions, user: ServerUser, { postgres }: Binaries, password: string): Promise<number> {
  const port = options.port ?? (await freePort());
  // Tables grow from nothing: until they are analysed, prepared statements keep the plans that were made for empty ones.
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `max_connections=${maxConnections}`, 'timezone=UTC', 'autovacuum_naptime=10'];
  const flags = [...settings, ...(options.durable ? [] : THROW_AWAY)].flatMap((setting) => ['-c', setting]);
  const logFile = join(options.home, 'postgres.log');
  const log = await open(logFile, 'a', 0o600);
  const child = spawn(postgres, ['-D', join(options.home, 'data'), '-p', String(port), ...flags], {
    ...user,
    cwd: options.home,
    env: { LC_MESSAGES: 'C', TZ: 'UTC' },
    // Its own process group: Ctrl-C must reach the launcher only, which stops the server last.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  child.unref();
  const exited = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code}; see ${logFile}`)));
  });
  exited.catch(() => undefined);
  await Promise.race([waitUntilServing(join(options.home, 'data'), password), exited]);
  return port;
}

/** The superuser's password is the launcher's: the server's account, which others may share, needs it for initdb only. */
async function keepFromOthers(home: string): Promise<void> {
  const passwordFile = join(home, 'password');
  if (process.getuid) await chown(passwordFile, process.getuid(), process.getgid!());
  await chmod(passwordFile, 0o600);
  const log = join(home, 'postgres.log');
  if (existsSync(log)) await chmod(log, 0o600);
}

function run(command: string, args: string[], cwd: string, user: ServerUser): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...user, cwd, env: { LC_MESSAGES: 'C', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} failed: ${output.trim()}`))));
  });
}
