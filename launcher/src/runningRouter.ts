import { readRun } from './dataFolder.ts';
import { stillRuns } from './processes/identity.ts';
import { readSettings } from './settings.ts';

/**
 * Where commands find the router's GraphQL: the address given, else ROUTER_URL, else the system that runs on the data folder, else PORT.
 */
export async function runningRouter(given: string | undefined, environment = process.env): Promise<string> {
  const named = given ?? environment['ROUTER_URL'];
  if (named !== undefined) return named;
  const { dataDir, routerPort } = readSettings(environment);
  const run = await readRun(dataDir);
  if (run && stillRuns(run.launcher)) return `${run.url}/graphql`;
  return `http://127.0.0.1:${routerPort}/graphql`;
}
