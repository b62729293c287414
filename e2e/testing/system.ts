import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '@sysops-squad/client/session';
import pg from 'pg';
import { readKeys } from '../../launcher/src/keys.ts';
import { freePort } from '../../launcher/src/postgres/freePort.ts';
import { Child } from '../../launcher/src/processes/child.ts';
import { processes, type World } from '../../launcher/src/processes/description.ts';
import type { ProcessIdentity } from '../../launcher/src/processes/identity.ts';
import { PROCESS_NAMES, type ProcessName } from '../../launcher/src/settings.ts';
import { prepareDatabases, type SystemDatabases } from './databases.ts';
import { openBroker, type Broker, type BrokerKind } from './broker.ts';

export const password = 'sysops-squad-demo';
const readyWithinMs = 60_000;
// Processes log into files of their folder; in a spec's own process the logger stays silent.
process.env['LOG_LEVEL'] ??= 'info';

export type System = {
  /** The router's GraphQL endpoint. */
  url: string;
  world: World;
  /** Logs are in `logs` of it, mails in `outbox`. */
  folder: string;
  broker: Broker;
  /** A session of a demo account: customer, operative, expert, manager or admin; or of any other account by its e-mail. */
  as: (who: string) => Promise<Session>;
  anonymous: () => Promise<Session>;
  query: <Row extends pg.QueryResultRow>(database: keyof SystemDatabases, sql: string, values?: unknown[]) => Promise<Row[]>;
  stopProcess: (name: ProcessName) => Promise<void>;
  startProcess: (name: ProcessName) => Promise<void>;
  /** Another router over the same subgraphs, with other settings. @returns its GraphQL endpoint */
  startRouterBeside: (settings: Record<string, string>) => Promise<string>;
  /** Those that were started, as they were started last: none is started again by itself. */
  processes: () => ReadonlyMap<ProcessName, ProcessIdentity>;
  stop: (options?: { keepFolder?: boolean }) => Promise<void>;
};

/** The whole system as `npm start` runs it, on databases and ports of its own: for specs that speak to it through the wire. */
export async function startSystem(kind: BrokerKind = 'postgres', options: { supergraphFile?: string } = {}): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'sysops-e2e-'));
  const databases = await prepareDatabases();
  const broker = await openBroker(kind, databases.broker.url);
  const world = { ...(await makeWorld(folder, databases, broker)), ...options };
  const children = new Map<ProcessName, Child>();
  const identities = new Map<ProcessName, ProcessIdentity>();
  const sessions = new Map<string, Promise<Session>>();
  const startProcess = async (name: ProcessName): Promise<void> => {
    const description = processes.find((candidate) => candidate.name === name)!;
    const onSpawn = (_name: string, identity: ProcessIdentity): void => void identities.set(name, identity);
    const child = new Child(description, world, join(folder, 'logs'), { say: () => undefined, onSpawn });
    children.set(name, child);
    await child.start(readyWithinMs);
  };
  const routersBeside: Child[] = [];
  const startRouterBeside = async (settings: Record<string, string>): Promise<string> => {
    const router = processes.find(({ name }) => name === 'router')!;
    const description = { ...router, environment: (of: World) => ({ ...router.environment(of), ...settings }) };
    const instance = { name: 'router-beside', number: routersBeside.length + 2, url: `http://127.0.0.1:${await freePort()}` };
    const child = new Child(description, world, join(folder, 'logs'), { say: () => undefined, onSpawn: () => undefined }, instance);
    routersBeside.push(child);
    await child.start(readyWithinMs);
    return `${instance.url}/graphql`;
  };
  const stop = async ({ keepFolder = false } = {}): Promise<void> => {
    for (const session of sessions.values()) await (await session.catch(() => undefined))?.close();
    await Promise.all(routersBeside.map((child) => child.stop(8_000)));
    for (const turn of [1, 2, 3, 4]) {
      const names = processes.filter(({ stopsIn }) => stopsIn === turn).map(({ name }) => name);
      await Promise.all(names.map((name) => children.get(name)?.stop(8_000)));
    }
    await broker.close();
    await Promise.all(Object.values(databases).map((database) => database.drop()));
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  };
  await startInOrder(startProcess).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const url = `${world.urls.router}/graphql`;
  const open = (who: string): Promise<Session> => openSession({ url, email: who.includes('@') ? who : `${who}@sysops.example`, password });
  return {
    url,
    world,
    folder,
    broker,
    startProcess,
    processes: () => identities,
    startRouterBeside,
    stop,
    as: (who) => sessions.get(who) ?? sessions.set(who, open(who)).get(who)!,
    anonymous: () => openSession({ url }),
    query: (database, sql, values) => ask(databases[database].url, sql, values),
    stopProcess: async (name) => children.get(name)?.stop(8_000),
  };
}

async function startInOrder(start: (name: ProcessName) => Promise<void>): Promise<void> {
  const ready = new Map<ProcessName, Promise<void>>();
  for (const { name, after } of processes) {
    const needed = after.map((other) => ready.get(other));
    ready.set(name, Promise.all(needed).then(() => start(name)));
  }
  await Promise.all(ready.values());
}

export async function makeWorld(folder: string, databases: SystemDatabases, broker: Broker): Promise<World> {
  const urls = {} as Record<ProcessName, string>;
  for (const name of PROCESS_NAMES) urls[name] = `http://127.0.0.1:${await freePort()}`;
  return {
    databases: Object.fromEntries(Object.entries(databases).map(([name, { url }]) => [name, url])) as World['databases'],
    keys: await readKeys(folder, {}),
    redisUrl: broker.redisUrl,
    host: '127.0.0.1',
    publicUrl: urls.router,
    supergraphFile: join(import.meta.dirname, '../../supergraph.graphql'),
    outboxDir: join(folder, 'outbox'),
    urls,
  };
}

export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
