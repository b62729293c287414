import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Control } from './control/control.ts';
import { LauncherError } from './launcherError.ts';
import { takeFromOthers } from './ownersAlone.ts';
import { serverUser } from './postgres/serverUser.ts';
import { identify, stillRuns, type ProcessIdentity } from './processes/identity.ts';

const MARK = 'made-by-npm-start';

/** Who runs on a data folder: the launcher, and the children it would leave behind if it were killed. */
export type Run = { launcher: ProcessIdentity; url: string; stopping: boolean; children: Record<string, ProcessIdentity>; control?: Control };

/** Its owner's alone. PostgreSQL under another account passes through on the way to a folder of its own, and lists nothing. */
const modeOfFolder = (): number => (serverUser() ? 0o711 : 0o700);
/** Files of the server, which looks after them itself. */
const POSTGRES = 'postgres';

export const runFile = (dataDir: string) => join(dataDir, 'run.json');

export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    // Not recursive where the parent is there: under /proc Node's recursive mkdir never returns.
    if (!existsSync(dataDir)) await mkdir(dataDir, { recursive: !existsSync(dirname(dataDir)) });
    if (!isOurs(dataDir) && (await readdir(dataDir)).length > 0) {
      throw new LauncherError(`DATA_DIR is ${dataDir}, which holds other files: set it to an empty or a new folder`);
    }
    await writeFile(join(dataDir, MARK), 'Everything in this folder belongs to `npm start`; `npm run reset` deletes it.\n', { mode: 0o600 });
    await takeFromOthers(dataDir, [POSTGRES]);
    await chmod(dataDir, modeOfFolder());
  } catch (error) {
    if (error instanceof LauncherError) throw error;
    throw new LauncherError(`DATA_DIR is ${dataDir}, which cannot be written (${(error as Error).message}): set it to another folder`);
  }
}

export function isOurs(dataDir: string): boolean {
  return existsSync(join(dataDir, MARK));
}

export async function readRun(dataDir: string): Promise<Run | undefined> {
  const text = await readFile(runFile(dataDir), 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Run);
  } catch {
    return undefined;
  }
}

export async function writeRun(dataDir: string, run: Run): Promise<void> {
  const unfinished = `${runFile(dataDir)}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(run, null, 2), { mode: 0o600 });
  await rename(unfinished, runFile(dataDir));
}

/**
 * Makes this process the only launcher on the folder, and returns what an earlier one that was killed left running.
 * A launcher that is just stopping is waited for.
 */
export async function takeOver(dataDir: string, url: string): Promise<Run['children']> {
  const before = await waitWhileStopping(dataDir);
  if (before && stillRuns(before.launcher)) throw alreadyRunning(before);
  const mine = identify(process.pid);
  await writeRun(dataDir, { launcher: mine, url, stopping: false, children: before?.children ?? {} });
  // Two may have got this far at the same moment: the one that wrote last has it.
  await pause(100);
  const now = await readRun(dataDir);
  if (now && now.launcher.pid !== mine.pid) throw alreadyRunning(now);
  return before?.children ?? {};
}

async function waitWhileStopping(dataDir: string): Promise<Run | undefined> {
  for (let waited = 0; ; waited += 100) {
    const run = await readRun(dataDir);
    if (!run?.stopping || !stillRuns(run.launcher) || waited > 15_000) return run;
    await pause(100);
  }
}

function alreadyRunning({ launcher, url }: Run): LauncherError {
  return new LauncherError(`it is running already, at ${url}: end that first (kill ${launcher.pid}), or set DATA_DIR and PORT for a second one`);
}
