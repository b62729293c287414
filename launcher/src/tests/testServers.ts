import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startCluster } from '../postgres/cluster.ts';
import { endServerIn } from '../postgres/postmaster.ts';
import { serverUser } from '../postgres/serverUser.ts';
import { isAlive } from '../processes/isAlive.ts';
import { reachableFolder, reachableTemporaryFolder } from '../reachableFolder.ts';
import { startRedis } from './redisServer.ts';

export type TestServers = { environment: Record<string, string>; stop(): Promise<void> };

const PREFIX = 'sysops-test-';

/** PostgreSQL, and Redis where there is one, for one test run: own ports, own temporary folder, gone afterwards. */
export async function startTestServers(): Promise<TestServers> {
  const user = serverUser();
  const temporary = reachableTemporaryFolder(user);
  await sweep(temporary);
  const home = await mkdtemp(join(temporary, `${PREFIX}${process.pid}-`));
  await chmod(home, 0o755);
  const [cluster, redis] = await Promise.all([
    startCluster({ home: join(home, 'postgres'), reachableFolder: user ? reachableFolder(user) : temporary, durable: false }),
    startRedis(home),
  ]);
  const stop = async () => {
    await Promise.all([cluster.stop(), redis?.stop()]);
    await rm(home, { recursive: true, force: true });
  };
  return { environment: { TEST_DATABASE_URL: cluster.url('postgres'), ...(redis ? { TEST_REDIS_URL: redis.url } : {}) }, stop };
}

/** Ends and removes what runs that were killed could not clean up themselves. */
async function sweep(temporary: string): Promise<void> {
  for (const name of (await readdir(temporary)).filter((entry) => entry.startsWith(PREFIX))) {
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    const home = join(temporary, name);
    await endServerIn(join(home, 'postgres', 'data'));
    await endOrphanedRedis(home);
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
  }
}

async function endOrphanedRedis(home: string): Promise<void> {
  const pid = Number(await readFile(join(home, 'redis.pid'), 'utf8').catch(() => ''));
  if (!pid || !isAlive(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (command.includes('redis-server')) process.kill(pid, 'SIGKILL');
}
