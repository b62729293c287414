import { lstatSync, readdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

const OTHERS = 0o077;
const FOLDER = 0o700;
const FILE = 0o600;

/** What is in the folder that others than its owner may enter, read or write. What goes away meanwhile is not there. */
export function openToOthers(folder: string, except: readonly string[] = []): string[] {
  return readdirSync(folder).filter((name) => !except.includes(name)).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || found.isSymbolicLink()) return [];
    const inside = found.isDirectory() ? openToOthers(path) : [];
    return found.mode & OTHERS ? [...inside, path] : inside;
  });
}

/** Takes from others what an earlier version left open: files first, so that what was cut short is done again. */
export async function takeFromOthers(folder: string, except: readonly string[] = []): Promise<void> {
  for (const path of openToOthers(folder, except)) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found) await chmod(path, found.isDirectory() ? FOLDER : FILE).catch(unlessGone);
  }
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
