import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../postgres/freePort.ts';
import { projectRoot } from '../projectRoot.ts';
import { Child } from './child.ts';
import type { World } from './description.ts';
import type { ProcessIdentity } from './identity.ts';
import { stillRuns } from './identity.ts';
import { isReady } from './readiness.ts';

const SERVES = `
  import { createServer } from 'node:http';
  import { appendFileSync } from 'node:fs';
  appendFileSync(process.env.STARTS, 'x');
  const server = createServer((request, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1');`;

let folder: string;
let url: string;
let said: string[];
let spawned: ProcessIdentity[];
let child: Child | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'child-'));
  url = `http://127.0.0.1:${await freePort()}`;
  said = [];
  spawned = [];
});
afterEach(async () => {
  await child?.stop(1000);
  await rm(folder, { recursive: true });
});

async function aChild(source: string, now?: () => number): Promise<Child> {
  const file = join(folder, 'main.mjs');
  await writeFile(file, source);
  const world = { urls: { auth: url } } as World;
  const environment = () => ({ STARTS: join(folder, 'starts') });
  const description = { name: 'auth' as const, entry: relative(projectRoot, file), after: [], stopsIn: 3 as const, environment };
  child = new Child(description, world, join(folder, 'logs'), { say: (text) => said.push(text), onSpawn: (_, identity) => spawned.push(identity) }, undefined, now);
  return child;
}

async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await pause(20);
}

test('is started again after the first pause each time that it had run well', async () => {
  let clock = 0;
  const running = await aChild(SERVES, () => clock);
  await running.start(20_000);
  running.watch();
  for (const [crash, identity] of [1, 2, 3].entries()) {
    clock += 12_000;
    process.kill(spawned[crash]!.pid, 'SIGKILL');
    await until(() => spawned.length === identity + 1);
  }
  expect(said.map((text) => /in (\S+) s;/.exec(text)?.[1])).toEqual(['0.5', '0.5', '0.5']);
});

test('is started when it can serve, and started again after a crash', async () => {
  const running = await aChild(SERVES);
  await running.start(20_000);
  running.watch();
  expect(await isReady(url)).toBe(true);
  process.kill(spawned[0]!.pid, 'SIGKILL');
  await until(() => spawned.length === 2);
  await until(() => isReady(url));
  expect(said).toEqual([expect.stringMatching(/^ {2}auth ended \(SIGKILL\) and is started again in 0.5 s; see .*auth\.log$/)]);
  expect(await readFile(join(folder, 'starts'), 'utf8')).toBe('xx');
});

test('one that ends instead of getting ready is reported with its last words', async () => {
  const broken = await aChild(`console.error('environment variable X: is missing'); process.exit(1);`);
  await expect(broken.start(20_000)).rejects.toThrow(/auth ended instead of getting ready; .*auth\.log says:\nenvironment variable X: is missing/);
});

test('one that does not stop is killed, and nothing is started again', async () => {
  const stubborn = await aChild(`${SERVES} process.on('SIGINT', () => undefined);`);
  await stubborn.start(20_000);
  stubborn.watch();
  await stubborn.stop(200);
  expect(spawned.map(stillRuns)).toEqual([false]);
  expect(said).toEqual(['  auth did not stop within 0.2 s and was killed']);
});

test('errors in its log are echoed, the same one only once', async () => {
  const line = JSON.stringify({ level: 50, msg: 'round failed', err: { message: 'no database' } });
  const noisy = await aChild(`${SERVES} server.on('request', () => console.log(${JSON.stringify(line)}));`);
  await noisy.start(20_000);
  await until(() => (noisy.reportErrors(), said.length === 1));
  const before = await readFile(join(folder, 'logs', 'auth.log'), 'utf8');
  await fetch(url);
  await until(async () => (await readFile(join(folder, 'logs', 'auth.log'), 'utf8')).length > before.length);
  noisy.reportErrors();
  expect(said).toEqual(['  auth: round failed: no database']);
});
