import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The account PostgreSQL runs under; undefined means our own. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root: then an account that every Unix has must lend its name. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error('PostgreSQL does not run as root and /etc/passwd has no user "postgres" or "nobody": add one, or start as a plain user');
}

/** Whether that account can enter the folder: it cannot when a parent belongs to root alone. */
export function canEnter(user: ServerUser, folder: string): boolean {
  if (!user) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
