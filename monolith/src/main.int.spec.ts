import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { API_KEY, seededDatabase } from './testing/monolith.ts';
import type { Row } from './testing/row.ts';

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

function run(environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env: { PATH: process.env['PATH'] ?? '', ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function line(child: ChildProcess, wanted: (entry: Row) => boolean): Promise<Row> {
  for await (const text of createInterface(child.stdout!)) {
    const entry = JSON.parse(text) as Row;
    if (wanted(entry)) return entry;
  }
  throw new Error('The process ended without this line');
}

test('it says ready with its URL, serves, and stops at SIGTERM within five seconds although a connection stays open', async () => {
  const database = await seededDatabase();
  const child = run({ PORT: '0', DATABASE_URL_MONOLITH: database.url, MONOLITH_API_KEY: API_KEY });
  const { url } = await line(child, ({ msg }) => msg === 'ready');
  expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready' });
  const asked = performance.now();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  await database.drop();
  expect([code, performance.now() - asked < 5_000]).toEqual([0, true]);
});

test('it is alive but not ready without its database', async () => {
  const child = run({ PORT: '0', DATABASE_URL_MONOLITH: 'postgresql://nobody@127.0.0.1:1/none', MONOLITH_API_KEY: API_KEY });
  const { url } = await line(child, ({ msg }) => msg === 'ready');
  const [live, ready] = await Promise.all(['live', 'ready'].map((name) => fetch(`${url}/health/${name}`)));
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect([live!.status, ready!.status]).toEqual([200, 503]);
});

test('a wrong environment ends it with status 1 and names the variable', async () => {
  const child = run({ PORT: '0' });
  const exit = once(child, 'exit');
  const { msg } = await line(child, ({ level }) => level === 60);
  expect(msg).toContain('MONOLITH_API_KEY');
  expect((await exit)[0]).toBe(1);
});
