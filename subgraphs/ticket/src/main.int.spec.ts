import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';

const run = (environment: Record<string, string>) =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });

test('starts, says where, is live and ready, stops in order', async () => {
  const database = await testDatabase('ticket');
  const child = run({ DATABASE_URL_TICKET: database.url, ROUTER_PUBLIC_KEY: JSON.stringify(testKeys().router.public) });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const { msg, url } = JSON.parse(line) as { msg: string; url: string };
    if (msg !== 'ready') continue;
    for (const health of ['live', 'ready']) expect((await fetch(new URL(`/health/${health}`, url))).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: '{"query":"{ __typename }"}' })).status).toBe(401);
    child.kill('SIGTERM');
  }
  expect(await exit).toEqual([0, null]);
  await database.drop();
});

test('says everything that is missing at once, a line each', async () => {
  const child = run({ REDIS_URL: 'localhost' });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said.trim().split('\n').map((line) => line.split(':')[0])).toEqual(['DATABASE_URL_TICKET', 'REDIS_URL', 'ROUTER_PUBLIC_KEY'].map((name) => `environment variable ${name}`));
});
