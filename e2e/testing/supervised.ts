import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '@sysops-squad/client/session';
import { createSupervisor, type Supervisor } from '../../launcher/src/processes/supervisor.ts';
import type { Scale } from '../../launcher/src/scale/scale.ts';
import type { ProcessName } from '../../launcher/src/settings.ts';
import { openBroker, type BrokerKind } from './broker.ts';
import { prepareDatabases } from './databases.ts';
import { ask, makeWorld, password, type System } from './system.ts';

export type Supervised = Supervisor & {
  /** The router's GraphQL endpoint. */
  url: string;
  as: (who: string) => Promise<Session>;
  query: System['query'];
  /** What a process says of itself at `/health/ready`. */
  healthOf: (name: ProcessName) => Promise<Record<string, unknown>>;
  /** What was said about processes that ended by themselves. */
  said: readonly string[];
  stop: () => Promise<void>;
};

/** The whole system under the launcher's own supervisor: for specs about what it does while it runs. */
export async function startSupervised({ broker: kind, routerProcesses, scale }: { broker: BrokerKind; routerProcesses: number; scale: Scale }): Promise<Supervised> {
  const folder = await mkdtemp(join(tmpdir(), 'sysops-e2e-'));
  const databases = await prepareDatabases();
  const broker = await openBroker(kind, databases.broker.url);
  const world = { ...(await makeWorld(folder, databases, broker)), instancesFile: join(folder, 'instances.json'), routerProcesses };
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
  return {
    ...supervisor, url, said, stop,
    as: (who) => openSession({ url, email: `${who}@sysops.example`, password }),
    query: (database, sql, values) => ask(databases[database].url, sql, values),
    healthOf: async (name) => (await (await fetch(`${world.urls[name]}/health/ready`)).json()) as Record<string, unknown>,
  };
}
