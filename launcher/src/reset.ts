import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isOurs, readRun } from './dataFolder.ts';
import { LauncherError } from './launcherError.ts';
import { clusterHome, removeCluster } from './postgres/clusterHome.ts';
import { serverUser } from './postgres/serverUser.ts';
import { end, stillRuns } from './processes/identity.ts';
import { readSettings } from './settings.ts';

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof LauncherError ? error.message : error);
  return 1;
});

/** `npm run reset`: stops what runs on the data folder and deletes it. Databases that the environment names are not touched. */
async function main(): Promise<number> {
  const { dataDir } = readSettings();
  if (!existsSync(dataDir)) return say(`nothing to reset: ${dataDir} does not exist`);
  if (!isOurs(dataDir)) throw new LauncherError(`DATA_DIR is ${dataDir}, which npm start did not make: it is not deleted`);
  const run = await readRun(dataDir);
  if (run && stillRuns(run.launcher)) await end(run.launcher, 12_000);
  for (const child of Object.values(run?.children ?? {})) if (stillRuns(child)) await end(child, 6000);
  await removeCluster(await clusterHome(dataDir, serverUser()));
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return say(`deleted ${dataDir}; npm start makes it anew`);
}

function say(line: string): number {
  console.log(line);
  return 0;
}
