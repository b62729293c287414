import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reachableFolder } from '../reachableFolder.ts';
import { canEnter, type ServerUser } from './serverUser.ts';
import { endServerIn } from './postmaster.ts';

const pointer = (dataDir: string) => join(dataDir, 'postgres-is-at');

/**
 * Where the cluster of a data folder lives: inside it, or, when the server's account cannot enter it (root's home has mode 0700),
 * in a folder elsewhere that the data folder points to.
 */
export async function clusterHome(dataDir: string, user: ServerUser): Promise<string> {
  if (existsSync(pointer(dataDir))) return (await readFile(pointer(dataDir), 'utf8')).trim();
  if (canEnter(user, dataDir)) return join(dataDir, 'postgres');
  const base = join(reachableFolder(user), 'clusters');
  await removeAbandoned(base);
  const folder = join(base, randomBytes(6).toString('hex'));
  await mkdir(folder, { recursive: true });
  // The server's account passes through, whatever the umask.
  for (const path of [base, folder]) await chmod(path, 0o711);
  await writeFile(join(folder, 'belongs-to'), dataDir, { mode: 0o600 });
  await writeFile(pointer(dataDir), join(folder, 'postgres'), { mode: 0o600 });
  return join(folder, 'postgres');
}

/** Clusters elsewhere whose data folder has been deleted, or has another cluster by now. */
async function removeAbandoned(base: string): Promise<void> {
  for (const name of await readdir(base).catch(() => [])) {
    const folder = join(base, name);
    const owner = await readFile(join(folder, 'belongs-to'), 'utf8').catch(() => undefined);
    if (owner === undefined) continue;
    const pointedAt = await readFile(pointer(owner), 'utf8').catch(() => '');
    if (pointedAt.trim() !== join(folder, 'postgres')) await removeCluster(join(folder, 'postgres'));
  }
}

/** Ends the server that may still run in it, and deletes it. */
export async function removeCluster(home: string): Promise<void> {
  await endServerIn(join(home, 'data'));
  const elsewhere = existsSync(join(home, '..', 'belongs-to'));
  await rm(elsewhere ? join(home, '..') : home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
