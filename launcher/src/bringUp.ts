import { join } from 'node:path';
import type { Control } from './control/control.ts';
import { serveControl } from './control/serveControl.ts';
import { checkRedis, openDatabases, type DatabaseUrls } from './databases.ts';
import { makeDataFolder, takeOver } from './dataFolder.ts';
import { startEmbedded } from './embeddedPostgres.ts';
import { generateClients } from './generateClients.ts';
import { readKeys } from './keys.ts';
import { serveMails } from './mails/serveMails.ts';
import { choosePorts, type Ports } from './ports.ts';
import type { Cluster } from './postgres/cluster.ts';
import { migrateContexts, seedMonolith, takeOverRows } from './prepareDatabases.ts';
import type { World } from './processes/description.ts';
import { end, stillRuns } from './processes/identity.ts';
import { createSupervisor, type Supervisor } from './processes/supervisor.ts';
import { Stopped } from './launcherError.ts';
import { keepRunRecord, type RunRecord } from './runRecord.ts';
import type { Scale } from './scale/scale.ts';
import { PROCESS_NAMES, type ProcessName, type Settings } from './settings.ts';
import type { Note, Steps } from './steps.ts';
import { checkSupergraph, supergraphFile } from './supergraph.ts';

/** What has been started so far, so that it can be stopped in order from any point. */
export type Started = { record?: RunRecord; cluster?: Cluster | undefined; supervisor?: Supervisor; control?: Control & { stop: () => void }; mails?: { url: string; stop: () => void } };

/**
 * Starts everything, step by step, into `started`; returns the router's URL. `stop` ends it at once, also in the middle of a step:
 * seeding is one transaction and the take-over may be repeated. Only PostgreSQL's start is waited for, so that it can be stopped.
 */
export async function bringUp(settings: Settings, scale: Scale, { run, say }: Steps, started: Started, stop: AbortSignal): Promise<string> {
  const step = <T>(name: string, work: (note: Note) => Promise<T>): Promise<T> => {
    stop.throwIfAborted();
    return run(name, (note) => (name === 'PostgreSQL' ? work(note) : unlessStopped(stop, work(note))));
  };
  const ports = await claim(settings, started, say);
  await step('clients', async (note) => note(describeGenerated(await generateClients())));
  await step('PostgreSQL', async (note) => {
    started.cluster = await startEmbedded(settings, say);
    note(describeCluster(started.cluster));
  });
  const databases = await step('databases', (note) => connectDatabases(settings, started.cluster, note));
  await step('migrations', async (note) => note(`${await migrateContexts(databases)} applied`));
  await step('monolith', async (note) => note(await seedMonolith(databases, settings.seed, new Date())));
  await step('contexts', async (note) => note((await takeOverRows(databases, note)) ? 'have their rows' : 'kept'));
  await step('supergraph', async (note) => note(await checkSupergraph()));
  const world = await makeWorld(settings, ports, databases);
  await step('processes', async (note) => {
    const events = { say, onSpawn: started.record!.started, onEnd: started.record!.ended };
    started.supervisor = createSupervisor(world, join(settings.dataDir, 'logs'), events, scale);
    note(`${await started.supervisor.startAll()} are ready`);
    started.control = await serveControl(started.supervisor);
    started.record!.control(started.control);
    if (!settings.production && !process.env['SMTP_URL']) started.mails = await serveMails(world.outboxDir);
  });
  return world.urls.router;
}

function unlessStopped<T>(stop: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<never>((_, reject) => stop.addEventListener('abort', () => reject(new Stopped('stopped')), { once: true }))]);
}

/** Makes the data folder ours, ends what a launcher that was killed left behind, and only then looks for free ports. */
async function claim(settings: Settings, started: Started, say: (line: string) => void): Promise<Ports> {
  await makeDataFolder(settings.dataDir);
  const children = await takeOver(settings.dataDir, urlOf(settings.host, settings.routerPort));
  const orphans = Object.entries(children).filter(([, child]) => stillRuns(child));
  if (orphans.length > 0) say(`  ended what was left running: ${orphans.map(([name]) => name).join(', ')}`);
  await Promise.all(orphans.map(([, orphan]) => end(orphan, 6000)));
  const ports = await choosePorts(settings);
  started.record = keepRunRecord(settings.dataDir, urlOf(settings.host, ports.router));
  return ports;
}

async function connectDatabases(settings: Settings, cluster: Cluster | undefined, note: Note): Promise<DatabaseUrls> {
  if (settings.redisUrl) await checkRedis(settings.redisUrl);
  note(settings.redisUrl ? 'broker on Redis' : 'broker on PostgreSQL');
  return openDatabases(settings, cluster);
}

async function makeWorld(settings: Settings, ports: Ports, databases: DatabaseUrls): Promise<World> {
  const { host, redisUrl, publicUrl, dataDir, routerProcesses } = settings;
  const urls = Object.fromEntries(PROCESS_NAMES.map((name) => [name, urlOf('127.0.0.1', ports[name])])) as Record<ProcessName, string>;
  const keys = await readKeys(dataDir, process.env);
  urls.router = urlOf(host, ports.router);
  const demoAccounts = settings.seed === 'demo' && !settings.production;
  const firstAdmin = { email: process.env['ADMIN_EMAIL'], password: process.env['ADMIN_PASSWORD'] };
  const instancesFile = join(dataDir, 'instances.json');
  return { databases, keys, redisUrl, firstAdmin, host, instancesFile, routerProcesses, demoAccounts, publicUrl: publicUrl ?? urls.router, supergraphFile, outboxDir: join(dataDir, 'outbox'), urls };
}

function urlOf(host: string, port: number): string {
  return `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;
}

function describeGenerated(made: string[]): string {
  return made.length > 0 ? `${made.length} generated` : 'up to date';
}

function describeCluster(cluster: Cluster | undefined): string {
  if (!cluster) return 'none embedded, every database has its URL';
  return `port ${cluster.port}${cluster.adopted ? ', left running, adopted' : ''}`;
}
