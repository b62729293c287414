import type { Cluster } from './postgres/cluster.ts';
import { clusterHome } from './postgres/clusterHome.ts';
import { serverUser } from './postgres/serverUser.ts';
import { startWatchedCluster } from './postgres/watchedCluster.ts';
import { reachableFolder } from './reachableFolder.ts';
import { DATABASES, type Settings } from './settings.ts';

/** undefined when the environment names a server for every database. */
export async function startEmbedded(settings: Settings, say: (line: string) => void): Promise<Cluster | undefined> {
  if (DATABASES.every((name) => settings.databaseUrls[name] || (name === 'broker' && settings.redisUrl))) return undefined;
  const user = serverUser();
  const options = {
    home: await clusterHome(settings.dataDir, user),
    reachableFolder: user ? reachableFolder(user) : settings.dataDir,
    durable: true,
    port: settings.ports.postgres || undefined,
  };
  return startWatchedCluster(options, say);
}
