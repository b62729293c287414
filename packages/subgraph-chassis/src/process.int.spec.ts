import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testKeys } from './testing/identity.ts';

const chassis = (file: string): string => JSON.stringify(join(import.meta.dirname, file));
const keys = testKeys();
let folder: string;
let child: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'process-'));
  await writeFile(join(folder, 'schema.graphql'), 'type Query { a: Int }');
  await writeFile(
    join(folder, 'main.ts'),
    `import { runProcess } from ${chassis('process.ts')};
     import { startSubgraph } from ${chassis('subgraph.ts')};
     await runProcess('sample', (logger) => startSubgraph({
       name: 'sample', schemaFile: ${JSON.stringify(join(folder, 'schema.graphql'))}, resolvers: {}, context: () => ({}), isReady: async () => true, port: 0, host: '127.0.0.1',
       routerPublicKey: ${JSON.stringify(keys.router.public)}, logger,
     }));`,
  );
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => child?.kill('SIGKILL'));

async function started(environment: Record<string, string> = {}) {
  const running = (child = spawn(process.execPath, [join(folder, 'main.ts')], { cwd: import.meta.dirname, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'inherit'] }));
  const exited = once(running, 'exit');
  const lines = createInterface(running.stdout!)[Symbol.asyncIterator]();
  const said = async (wanted: string): Promise<{ url: string }> => {
    for (;;) {
      const entry = JSON.parse((await lines.next()).value as string) as { msg: string; url: string };
      if (entry.msg === wanted) return entry;
    }
  };
  const { url } = await said('ready');
  const ask = async (path: string) => {
    const answer = await fetch(new URL(path, url), { method: path === '/graphql' ? 'POST' : 'GET' });
    await answer.body?.cancel();
    return { status: answer.status, connection: answer.headers.get('connection') };
  };
  return { ask, said, exited, kill: (signal: NodeJS.Signals) => running.kill(signal) };
}

test('asked to end it is not ready at once, answers meanwhile, says so on every connection, and then ends', async () => {
  const { ask, said, exited, kill } = await started({ DRAIN_MS: '1500' });
  expect([await ask('/health/ready'), await ask('/graphql')]).toEqual([{ status: 200, connection: 'keep-alive' }, { status: 401, connection: 'keep-alive' }]);
  kill('SIGTERM');
  await said('draining');
  expect([await ask('/health/ready'), await ask('/health/live'), await ask('/graphql')]).toEqual([{ status: 503, connection: 'close' }, { status: 200, connection: 'close' }, { status: 401, connection: 'close' }]);
  expect(await exited).toEqual([0, null]);
});

test.each(['SIGINT at once', 'a second signal'])('%s: ends without draining', async (how) => {
  const { said, exited, kill } = await started({ DRAIN_MS: '300000' });
  kill(how.startsWith('SIGINT') ? 'SIGINT' : 'SIGTERM');
  if (how === 'a second signal') {
    await said('draining');
    kill('SIGTERM');
  }
  expect(await exited).toEqual([0, null]);
});

test('ends without draining when told that nothing drains', async () => {
  const { exited, kill } = await started({ DRAIN_MS: '0' });
  kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
