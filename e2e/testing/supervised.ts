import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '@sysops-squad/client/session';
import { createSupervisor, type Supervisor } from '../../launcher/src/processes/supervisor.ts';
import type { Scale } from '../../launcher/src/scale/scale.ts';
import { openBroker } from './broker.ts';
import { prepareDatabases } from './databases.ts';
import { makeWorld, password } from './system.ts';

export type Supervised = Supervisor & {
  /** The router's GraphQL endpoint. */
  url: string;
  as: (who: string) => Promise<Session>;
  /** What was said about processes that ended by themselves. */
  said: readonly string[];
  stop: () => Promise<void>;
};

/** The whole system under the launcher's own supervisor, with two router processes: for specs about what it does while it runs. */
export async function startSupervised(scale: Scale): Promise<Supervised> {
  const folder = await mkdtemp(join(tmpdir(), 'sysops-e2e-'));
  const databases = await prepareDatabases();
  const broker = await openBroker('postgres', databases.broker.url);
  const world = { ...(await makeWorld(folder, databases, broker)), instancesFile: join(folder, 'instances.json'), routerProcesses: 2 };
  const said: string[] = [];
  const supervisor = createSupervisor(world, join(folder, 'logs'), { say: (line) => said.push(line), onSpawn: () => undefined }, scale);
  const stop = async (): Promise<void> => {
    await supervisor.stopAll();
    await broker.close();
    await Promise.all(Object.values(databases).map((database) => database.drop()));
    await rm(folder, { recursive: true, force: true });
  };
  await supervisor.startAll().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const url = `${world.urls.router}/graphql`;
  return { ...supervisor, url, said, stop, as: (who) => openSession({ url, email: `${who}@sysops.example`, password }) };
}
