import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../processes/isAlive.ts';
import { startCluster, type Cluster, type ClusterOptions } from './cluster.ts';

/** A cluster that is started again, at the same port, when its server dies under us. */
export async function startWatchedCluster(options: ClusterOptions, say: (line: string) => void): Promise<Cluster> {
  const first = await startCluster(options);
  let current = first;
  let stopping = false;
  const watching = watch();

  async function watch(): Promise<void> {
    while (!stopping) {
      await pause(300);
      if (stopping || isAlive(current.pid)) continue;
      say('  PostgreSQL ended and is started again; what was committed is kept');
      // Sessions of the dead server may hold its memory for a moment.
      await startCluster({ ...options, port: first.port }).then(
        (next) => (current = next),
        async (error: Error) => {
          say(`  PostgreSQL: ${error.message}`);
          await pause(1000);
        },
      );
    }
  }

  return {
    ...first,
    stop: async () => {
      stopping = true;
      await watching;
      await current.stop();
    },
  };
}
