import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRun } from './dataFolder.ts';
import { identify } from './processes/identity.ts';
import { runningRouter } from './runningRouter.ts';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'running-router-'))));
afterEach(() => rm(dataDir, { recursive: true }));

const environment = () => ({ DATA_DIR: dataDir, PORT: '4711' });
const running = (launcher = identify(process.pid)) =>
  writeRun(dataDir, { launcher, url: 'http://127.0.0.1:5123', stopping: false, children: {} });

test('the system that runs on the data folder is found, whatever its port is', async () => {
  await running();
  expect(await runningRouter(undefined, environment())).toBe('http://127.0.0.1:5123/graphql');
});

test('an address that is given, then ROUTER_URL, come first', async () => {
  await running();
  const named = { ...environment(), ROUTER_URL: 'http://router.example/graphql' };
  expect(await runningRouter(undefined, named)).toBe('http://router.example/graphql');
  expect(await runningRouter('http://given.example/graphql', named)).toBe('http://given.example/graphql');
});

test('a launcher that has ended is not asked: PORT is the default', async () => {
  await running({ ...identify(process.pid), startedAt: 'earlier' });
  expect(await runningRouter(undefined, environment())).toBe('http://127.0.0.1:4711/graphql');
});
