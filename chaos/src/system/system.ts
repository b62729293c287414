import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { generateClients } from '../../../launcher/src/generateClients.ts';
import { readKeys } from '../../../launcher/src/keys.ts';
import { serverUser } from '../../../launcher/src/postgres/serverUser.ts';
import type { World } from '../../../launcher/src/processes/description.ts';
import { reachableFolder, reachableTemporaryFolder } from '../../../launcher/src/reachableFolder.ts';
import { PROCESS_NAMES, type ProcessName } from '../../../launcher/src/settings.ts';
import type { RunSql } from '../checks/violation.ts';
import { mutantNamed } from '../inside/mutants.ts';
import { projectRoot } from '../inside/patch.ts';
import { openLink, type Link } from '../links/link.ts';
import type { Random } from '../random.ts';
import { startBroker, through, type BrokerKind, type CampaignBroker } from './broker.ts';
import { adaptToCampaign, applyMutant, databaseNames, onDatabase, prepareDatabases, type DatabaseName, type Urls } from './databases.ts';
import { createMember, type Member } from './member.ts';
import { instances, plansOf } from './plans.ts';
import { lowPort } from './port.ts';
import { startPostgres, type CampaignPostgres } from './postgres.ts';

export type System = {
  /** The router's GraphQL endpoint, through the clients' link. */
  url: string;
  folder: string;
  /** The databases' clock before the first process was started. */
  since: Date;
  mailedByMigration: number;
  members: readonly Member[];
  membersOf(role: string): Member[];
  /** By name: `postgres:<context>`, `postgres:worker`, `graph:<subgraph>`, `graph:router` (services), `rest:monolith`, `edge` (clients), `broker`. */
  links: ReadonlyMap<string, Link>;
  postgres: CampaignPostgres;
  broker: CampaignBroker;
  /** Everything that runs, the campaign itself included. */
  processes(): { name: string; pid: number; withChildren?: boolean }[];
  /** Straight to the database, past the links. */
  sql: Record<DatabaseName, RunSql>;
  stop(): Promise<void>;
};

export type SystemOptions = { broker: BrokerKind; mutant?: string | undefined; scale: number; keep: boolean; random: Random; say: (line: string) => void };

const CLOCK_OFFSET_MS = 5 * 3_600_000;
const services: readonly ProcessName[] = PROCESS_NAMES;

/** Everything that runs in production, on databases, ports and a folder of its own, with a link in every wire. */
export async function startSystem({ broker: kind, mutant, scale, keep, random, say }: SystemOptions): Promise<System> {
  const opened: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close().catch((error: unknown) => say(`  while stopping: ${(error as Error).message}`));
  };
  try {
    return await bringUp();
  } catch (error) {
    await stop();
    throw error;
  }

  async function bringUp(): Promise<System> {
    await generateClients();
    const user = serverUser();
    const temporary = reachableTemporaryFolder(user);
    const folder = await mkdtemp(join(temporary, 'sysops-chaos-'));
    await chmod(folder, 0o755);
    if (!keep) opened.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
    const cluster = { reachableFolder: user ? reachableFolder(user) : temporary };
    const postgres = await startPostgres({ folder, port: await lowPort(random), cluster, diskMegabytes: 6_000 });
    opened.push(() => postgres.stop());
    const broker = await startBroker(kind, { folder, port: await lowPort(random), cluster });
    opened.push(() => broker.stop());
    const urls = Object.fromEntries(databaseNames.map((name) => [name, postgres.url(name)])) as Urls;
    say('  databases');
    const { mailedByMigration } = await prepareDatabases(postgres.url('postgres'), urls, scale);
    await adaptToCampaign(urls);
    if (mutant) await applyMutant(urls, mutantNamed(mutant));
    const since = await onDatabase(urls.ticket, async (client) => (await client.query<{ now: Date }>('SELECT now()')).rows[0]!.now);
    const wiring = await wire(postgres, broker, random);
    opened.push(() => Promise.all([...wiring.links.values()].filter((link) => link !== broker.link).map((link) => link.close())));
    const members = await startMembers(wiring, folder, mutant, say);
    opened.push(() => stopAll(members));
    const sql = openSql(urls);
    opened.push(sql.close);
    return {
      url: `http://127.0.0.1:${wiring.links.get('edge')!.port}/graphql`,
      folder, since, mailedByMigration, members, membersOf: (role) => members.filter((member) => member.role === role), links: wiring.links, postgres, broker, sql: sql.run, stop,
      processes: () => [
        { name: 'campaign', pid: process.pid }, { name: 'postgres', pid: postgres.pid(), withChildren: true },
        ...[{ name: 'broker', pid: broker.pid(), withChildren: true }, ...members.map(({ name, pid }) => ({ name, pid: pid() }))].flatMap(({ pid, ...more }) => (pid ? [{ ...more, pid }] : [])),
      ],
    };
  }

  async function startMembers({ world, ports }: Wiring, folder: string, name: string | undefined, tell: (line: string) => void): Promise<Member[]> {
    await mkdir(join(folder, 'logs'));
    const keys = await readKeys(folder, {});
    const plans = plansOf({ ...world, keys, outboxDir: join(folder, 'outbox') }, (member) => ports.get(member)!, { folder, mutant: name, clockOffsetMs: CLOCK_OFFSET_MS });
    const members = plans.map((plan) => createMember(plan, join(folder, 'logs')));
    tell('  processes');
    try {
      for (const roles of [['monolith', 'auth', 'customer', 'payment', 'ticket'], ['legacy'], ['router'], ['relay', 'workflow']]) {
        await Promise.all(members.filter(({ role }) => roles.includes(role)).map((member) => member.start()));
      }
    } catch (error) {
      await stopAll(members);
      throw error;
    }
    return members;
  }
}

type Wiring = { world: Omit<World, 'keys' | 'outboxDir'> & { workerTicketUrl: string }; links: Map<string, Link>; ports: Map<string, number> };

const upstream = (port: number) => ({ host: '127.0.0.1', port });

async function wire(postgres: CampaignPostgres, broker: CampaignBroker, random: Random): Promise<Wiring> {
  const ports = new Map<string, number>();
  for (const { name } of instances) ports.set(name, await lowPort(random));
  const links = new Map<string, Link>([['broker', broker.link]]);
  const open = async (name: string, to: number[]): Promise<Link> => {
    const link = await openLink({ name, upstreams: to.map(upstream) });
    links.set(name, link);
    return link;
  };
  const databases: Record<string, string> = { broker: broker.databaseUrl };
  for (const name of databaseNames) databases[name] = through(postgres.url(name), await open(`postgres:${name}`, [postgres.port]));
  const workerTicketUrl = through(postgres.url('ticket'), await open('postgres:worker', [postgres.port]));
  const urls = {} as Record<ProcessName, string>;
  for (const name of services) {
    const to = instances.filter(({ of }) => of === name).map((instance) => ports.get(instance.name)!);
    urls[name] = `http://127.0.0.1:${(await open(name === 'monolith' ? 'rest:monolith' : `graph:${name}`, to)).port}`;
  }
  const edge = await open('edge', [ports.get('router')!]);
  const world = {
    databases: databases as World['databases'], redisUrl: broker.redisUrl, host: '127.0.0.1', publicUrl: `http://127.0.0.1:${edge.port}`,
    supergraphFile: join(projectRoot, 'supergraph.graphql'), urls, workerTicketUrl,
  };
  return { world, links, ports };
}

async function stopAll(members: readonly Member[]): Promise<void> {
  await Promise.all(members.map((member) => member.stop()));
}

/** Pools that outlive a crash of the server: a statement that was cut off is sent again, so it must only read or be repeatable. */
function openSql(urls: Urls): { run: Record<DatabaseName, RunSql>; close: () => Promise<void> } {
  const pools = databaseNames.map((name) => [name, new pg.Pool({ connectionString: urls[name], max: 3, connectionTimeoutMillis: 5_000 })] as const);
  for (const [, pool] of pools) pool.on('error', () => undefined);
  const run = Object.fromEntries(pools.map(([name, pool]) => [name, async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as unknown[]])) as unknown;
  return { run: run as Record<DatabaseName, RunSql>, close: async () => void (await Promise.all(pools.map(([, pool]) => pool.end()))) };
}
