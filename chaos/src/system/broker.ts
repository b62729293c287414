import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { openBroker } from '@sysops-squad/chassis/broker/broker';
import { givingWay } from '@sysops-squad/chassis/testing/givingWay';
import { startCluster, type Cluster, type ClusterOptions } from '../../../launcher/src/postgres/cluster.ts';
import { stopPostmaster } from '../../../launcher/src/postgres/postmaster.ts';
import { openLink, type Link } from '../links/link.ts';
import type { RunSql } from '../checks/violation.ts';
import { createRedis } from './redis.ts';

export type BrokerKind = 'postgres' | 'redis';
type Job = { id: string; name: string; data: object };

/** The broker of the campaign: a server of its own, reached by the processes through a link. */
export type CampaignBroker = {
  kind: BrokerKind;
  pid(): number | undefined;
  link: Link;
  /** For the processes: through the link. */
  databaseUrl: string;
  redisUrl: string | undefined;
  /** Stops answering, connections stay; until `resume`. */
  pause(): void;
  resume(): void;
  /** Dies at once; what is there afterwards is what such a broker keeps. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** Everything in it is gone. */
  wipe(): Promise<void>;
  depth(): Promise<number>;
  /** Straight to its tables; null where it has none. */
  sql: RunSql | null;
  add(jobs: Job[]): Promise<void>;
  stop(): Promise<void>;
};

export const QUEUE = 'ticket-workflow';
const local = (port: number) => ({ host: '127.0.0.1', port });

type Place = { folder: string; port: number; cluster: Omit<ClusterOptions, 'home' | 'port' | 'durable'> };

export const startBroker = (kind: BrokerKind, place: Place): Promise<CampaignBroker> => (kind === 'redis' ? onRedis(place) : onPostgres(place));

async function onRedis({ folder, port }: Place): Promise<CampaignBroker> {
  const server = createRedis(port, folder);
  await server.start();
  const link = await openLink({ name: 'broker', upstreams: [local(port)] });
  const direct = openBroker({ redisUrl: `redis://127.0.0.1:${port}` });
  const queue = direct.queue(QUEUE);
  return {
    kind: 'redis', pid: () => server.pid(), link, redisUrl: `redis://127.0.0.1:${link.port}`, databaseUrl: 'postgresql://nobody@127.0.0.1:1/none',
    pause: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    kill: () => server.stop(),
    revive: () => server.start(),
    wipe: () => onceOnRedis(port, (redis) => redis.flushall()),
    depth: () => queue.depth(),
    sql: null,
    add: (jobs) => queue.addAll(jobs),
    async stop() {
      await queue.close();
      await link.close();
      await server.stop();
    },
  };
}

async function onceOnRedis(port: number, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  await redis.connect();
  await work(redis).finally(() => redis.disconnect());
}

async function onPostgres({ folder, port, cluster: options }: Place): Promise<CampaignBroker> {
  const start = (): Promise<Cluster> => startCluster({ ...options, home: join(folder, 'broker'), durable: false, port });
  let cluster = await start();
  await onceOn(cluster.url('postgres'), (client) => client.query('CREATE DATABASE broker'));
  const link = await openLink({ name: 'broker', upstreams: [local(port)] });
  const queue = openBroker({ databaseUrl: cluster.url('broker') }).queue(QUEUE);
  return {
    kind: 'postgres', pid: () => cluster.pid, link, redisUrl: undefined, databaseUrl: through(cluster.url('broker'), link),
    pause: () => link.stall(),
    resume: () => link.heal(),
    kill: () => stopPostmaster(cluster.pid, 'SIGQUIT'),
    revive: async () => void (cluster = await start()),
    wipe: () => onceOn(cluster.url('broker'), async (client) => {
      const { rows } = await client.query<{ name: string }>(`SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')`);
      for (const { name } of rows) await givingWay(() => client.query(`DROP SCHEMA "${name}" CASCADE`));
    }),
    depth: () => queue.depth(),
    sql: async <Row>(text: string, values: unknown[] = []) => {
      let rows: unknown[] = [];
      await onceOn(cluster.url('broker'), async (client) => ({ rows } = await client.query(text, values)));
      return rows as Row[];
    },
    add: (jobs) => queue.addAll(jobs),
    async stop() {
      await queue.close();
      await link.close();
      await cluster.stop();
    },
  };
}

async function onceOn(databaseUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3_000, query_timeout: 8_000 });
  client.on('error', () => undefined);
  await client.connect();
  await work(client).finally(() => client.end());
}

/** The same database, reached through a link. */
export function through(databaseUrl: string, { port }: Pick<Link, 'port'>): string {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}
