import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { identify, signal, stillRuns } from '../processes/identity.ts';
import { isAlive } from '../processes/isAlive.ts';

export const SUPERUSER = 'sysops';

export type Postmaster = { pid: number; port: number };

/** The server that serves this data folder right now, proven by logging in to it and asking; undefined when there is none. */
export async function postmasterOf(data: string, password: string): Promise<Postmaster | undefined> {
  const found = await readPidFile(data);
  if (!found || !isAlive(found.pid)) return undefined;
  // Alive but not serving: it may be recovering from a crash or just stopping, so it gets a moment to say which.
  for (let attempt = 0; attempt < 100 && isAlive(found.pid); attempt += 1) {
    const answer = await servedFolder(found.port, password);
    if (answer !== undefined) return answer === data ? found : undefined;
    if (attempt > 10 && !(await looksLikePostgres(found.pid))) return undefined;
    await pause(100);
  }
  return undefined;
}

export async function waitUntilServing(data: string, password: string): Promise<void> {
  for (;;) {
    const found = await readPidFile(data);
    if (found && (await servedFolder(found.port, password)) === data) return;
    await pause(40);
  }
}

/** SIGINT ends sessions and writes a checkpoint; SIGQUIT drops everything at once, for clusters that are deleted next. */
export async function stopPostmaster(pid: number, name: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const server = identify(pid);
  signal(server, name);
  for (let waited = 0; stillRuns(server); waited += 25) {
    if (waited === 8000) signal(server, 'SIGQUIT');
    if (waited === 12_000) signal(server, 'SIGKILL');
    await pause(25);
  }
}

/** Stops a server whose password we may not know, after making sure that the process is one that serves this folder. */
export async function endServerIn(data: string): Promise<void> {
  const found = await readPidFile(data);
  if (!found || !isAlive(found.pid)) return;
  const command = await commandOf(found.pid);
  if (command.includes('postgres') && command.includes(data)) await stopPostmaster(found.pid, 'SIGINT');
}

async function readPidFile(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

async function servedFolder(port: number, password: string): Promise<string | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres', connectionTimeoutMillis: 2000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A number from an old pid file may belong to an unrelated process by now. */
async function looksLikePostgres(pid: number): Promise<boolean> {
  return (await commandOf(pid)).includes('postgres');
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout;
}
