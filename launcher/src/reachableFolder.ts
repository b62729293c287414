import { chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { canEnter, type ServerUser } from './postgres/serverUser.ts';

/** The temporary folder, or another one when the server's account cannot enter it (TMPDIR under root's home). */
export function reachableTemporaryFolder(user: ServerUser): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => canEnter(user, folder));
  if (!found) throw new Error(`no temporary folder that the user ${user?.uid} can enter: set TMPDIR to one`);
  return found;
}

/** Where files go that have to be reachable for the server's account for longer; only root ever needs it. */
export function reachableFolder(user: ServerUser): string {
  for (const folder of ['/var/lib/sysops-squad', '/var/tmp/sysops-squad']) {
    try {
      // The mode that mkdir is given is cut down by the umask.
      if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o755);
      if (canEnter(user, folder)) return folder;
    } catch {
      // Read-only: try the next.
    }
  }
  throw new Error('neither /var/lib nor /var/tmp can hold a folder for PostgreSQL: clone into a folder that other users can enter');
}
