import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { isOurs, readRun, type Run } from './dataFolder.ts';
import { LauncherError } from './launcherError.ts';
import { clusterHome, removeCluster } from './postgres/clusterHome.ts';
import { serverUser } from './postgres/serverUser.ts';
import { end, stillRuns, type ProcessIdentity } from './processes/identity.ts';
import { readSettings } from './settings.ts';

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof LauncherError ? error.message : error);
  return 1;
});

/**
 * `npm run reset [-- --yes]`: asks, stops what runs on the data folder and deletes the folder.
 * Databases that the environment names are not touched.
 */
async function main(): Promise<number> {
  const isConfirmed = optionsGiven().yes;
  const { dataDir } = readSettings();
  if (!existsSync(dataDir)) return say(`nothing to reset: ${dataDir} does not exist`);
  if (!isOurs(dataDir)) throw new LauncherError(`DATA_DIR is ${dataDir}, which npm start did not make: it is not deleted`);
  const run = await readRun(dataDir);
  const running = processesOf(run);
  const stops = running.length > 0 ? `ends the running system (${running.length} processes) and ` : '';
  say(`This ${stops}deletes ${dataDir}: all databases, keys, mails and logs. Nothing of it can be restored.`);
  if (!isConfirmed && !(await isAgreed())) return say('nothing was deleted');
  if (run && stillRuns(run.launcher)) await end(run.launcher, 12_000);
  for (const child of Object.values(run?.children ?? {})) if (stillRuns(child)) await end(child, 6000);
  await removeCluster(await clusterHome(dataDir, serverUser()));
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return say(`deleted ${dataDir}; npm start makes a new one`);
}

function optionsGiven(): { yes?: boolean | undefined } {
  try {
    return parseArgs({ options: { yes: { type: 'boolean', short: 'y' } } }).values;
  } catch (error) {
    throw new LauncherError(`${(error as Error).message}\nnpm run reset [-- --yes]`);
  }
}

function processesOf(run: Run | undefined): ProcessIdentity[] {
  return run ? [run.launcher, ...Object.values(run.children)].filter(stillRuns) : [];
}

/** @throws LauncherError where there is no terminal to ask on */
async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new LauncherError('there is no terminal to ask on: npm run reset -- --yes deletes without asking');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Delete? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function say(line: string): number {
  console.log(line);
  return 0;
}
