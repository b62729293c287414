import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { composeSupergraph } from '../compose/composeSupergraph.ts';
import { startMoodyServer, type MoodyServer } from '../testing/moodyServer.ts';
import { until } from '@sysops-squad/chassis/testing/until';

/** Processes start slowly where much else runs. */
const withinMs = 100_000;
type Entry = { msg: string; url?: string; pid: number };
let folder: string;
let subgraph: MoodyServer;
let router: ChildProcess;
const log: Entry[] = [];
const pids = () => new Set(ready().map(({ pid }) => pid));
const ready = () => log.filter(({ msg, url }) => msg === 'ready' && url);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'router-'));
  subgraph = await startMoodyServer();
  const yaml = JSON.stringify({ subgraphs: { moody: { routing_url: subgraph.url, schema: { sdl: 'type Query { ok: Boolean }' } } } });
  const { supergraphSdl } = await composeSupergraph({ configFile: 'supergraph.yaml', readFile: async () => yaml });
  await writeFile(join(folder, 'supergraph.graphql'), supergraphSdl);
  const env = { PATH: process.env['PATH'], PORT: '0', SUPERGRAPH_FILE: join(folder, 'supergraph.graphql'), ROUTER_PROCESSES: '2', DRAIN_MS: '600', LOG_LEVEL: 'info', APOLLO_TELEMETRY_DISABLED: 'true' };
  router = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface(router.stdout!).on('line', (line) => log.push(JSON.parse(line) as Entry));
  await until('the port is held', () => log.some(({ msg, url }) => msg === 'ready' && !url), withinMs);
}, withinMs + 20_000);
afterAll(async () => {
  router.kill('SIGKILL');
  await subgraph.die();
  await rm(folder, { recursive: true });
});

/** Some clients, each with a connection of its own, that ask one thing after the other and never try again. */
function load(url: string) {
  const agent = new Agent({ connections: 6, pipelining: 1 });
  const answers: string[] = [];
  let over = false;
  const client = async (): Promise<void> => {
    while (!over) {
      const answer = request(url, { dispatcher: agent, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ ok }"}' });
      answers.push(await answer.then(({ body }) => body.text().then((text) => text.trim()), (error: Error) => error.message));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const clients = Array.from({ length: 6 }, client);
  return { answers, stop: async () => ((over = true), await Promise.all(clients), agent.close()) };
}

/** Gives the codes that they are closed with. */
async function openSockets(url: string, count: number): Promise<number[]> {
  const codes: number[] = [];
  const acknowledged = Array.from({ length: count }, async () => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    socket.once('close', (code) => codes.push(code));
    await once(socket, 'message');
  });
  await Promise.all(acknowledged);
  return codes;
}

test('all processes are replaced under load: every request is answered, sockets are sent away to come back', async () => {
  await until('both serve', () => pids().size === 2);
  const { url } = ready()[0]!;
  expect(new Set(ready().map((entry) => entry.url)).size).toBe(1);
  const closed = await openSockets(url!, 6);
  const { answers, stop } = load(url!);
  await until('the load runs', () => answers.length > 20);
  router.kill('SIGHUP');
  await until('they are replaced', () => log.some(({ msg }) => msg === 'processes are replaced'), withinMs);
  const before = answers.length;
  await until('the load goes on', () => answers.length > before + 20);
  await stop();
  expect([...new Set(answers)]).toEqual(['{"data":{"ok":true}}']);
  await until('two more have served, and two stopped in order', () => pids().size === 4 && log.filter(({ msg }) => msg === 'stopped').length === 2);
  expect(closed).toEqual(Array.from({ length: 6 }, () => 1012));
}, withinMs * 2);

test('a process that is killed is started again, and whoever holds the port takes all with it', async () => {
  const { pid, url } = ready().at(-1)!;
  const before = ready().length;
  process.kill(pid, 'SIGKILL');
  await until('another serves', () => ready().length > before, withinMs);
  const gone = once(router, 'exit');
  router.kill('SIGKILL');
  await gone;
  await until('nobody answers', () => request(url!).then(() => false, () => true));
}, withinMs * 2);
