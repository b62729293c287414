import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startCluster, type Cluster, type ClusterOptions } from '../../../launcher/src/postgres/cluster.ts';
import { stopPostmaster } from '../../../launcher/src/postgres/postmaster.ts';
import { isAlive } from '../../../launcher/src/processes/isAlive.ts';

/** The PostgreSQL server under attack, with settings as in production: what it has acknowledged is to survive. */
export type CampaignPostgres = {
  port: number;
  pid(): number;
  url(database: string): string;
  /** Ends at once, as when the machine goes: no checkpoint, recovery at the next start. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Starts it when it has ended by itself. */
  ensureRunning(): Promise<void>;
  /** On a disk of its own, which can be filled; false where none could be mounted. */
  ownDisk: boolean;
  fillDisk(): Promise<void>;
  emptyDisk(): Promise<void>;
  stop(): Promise<void>;
};

type Place = { folder: string; port: number; cluster: Omit<ClusterOptions, 'home' | 'port' | 'durable'>; diskMegabytes: number };

export async function startPostgres({ folder, port, cluster: options, diskMegabytes }: Place): Promise<CampaignPostgres> {
  const disk = join(folder, 'disk');
  await mkdir(disk, { mode: 0o755 });
  const ownDisk = mount(disk, diskMegabytes);
  const ballast = join(disk, 'ballast');
  const launch = (): Promise<Cluster> => startCluster({ ...options, home: join(disk, 'postgres'), durable: true, port });
  let cluster = await launch();
  const start = async (): Promise<void> => {
    // One that is ending by itself is waited for, one that is hanging is not.
    for (let waited = 0; isAlive(cluster.pid) && waited < 5_000 && !(await answers(cluster.url('postgres'))); waited += 100) await pause(100);
    cluster = await launch();
  };
  return {
    port,
    pid: () => cluster.pid,
    url: (database) => cluster.url(database),
    crash: () => stopPostmaster(cluster.pid, 'SIGQUIT'),
    start,
    async ensureRunning() {
      if (!(await answers(cluster.url('postgres')))) await start();
    },
    ownDisk,
    async fillDisk() {
      const { bavail, bsize } = await statfs(disk);
      await writeFile(ballast, '');
      execFileSync('fallocate', ['-l', String(Math.max(bsize, (bavail - 16) * bsize)), ballast]);
    },
    async emptyDisk() {
      if (existsSync(ballast)) await truncate(ballast, 0);
      await rm(ballast, { force: true });
    },
    async stop() {
      await cluster.stop().catch(() => undefined);
      if (ownDisk) unmount(disk);
    },
  };
}

function mount(folder: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'sysops-campaign', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function unmount(folder: string): void {
  try {
    execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  } catch {
    // It is in memory and goes with the machine.
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => undefined);
  return client.connect().then(() => client.query('SELECT 1')).then(() => true, () => false).finally(() => client.end().catch(() => undefined));
}
