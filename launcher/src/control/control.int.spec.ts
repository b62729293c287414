import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRun } from '../dataFolder.ts';
import { LauncherError } from '../launcherError.ts';
import { identify } from '../processes/identity.ts';
import type { Say } from '../processes/supervisor.ts';
import { askLauncher } from './askLauncher.ts';
import { serveControl } from './serveControl.ts';

let dataDir: string;
let control: Awaited<ReturnType<typeof serveControl>>;
let asked: unknown[];
let refusal: Error | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'control-'));
  asked = [];
  refusal = undefined;
  const note = async (what: unknown, say: Say): Promise<void> => {
    asked.push(what);
    say('  on its way');
    if (refusal) throw refusal;
  };
  control = await serveControl({ scale: note, restart: note, counts: () => ({ ticket: 2, customer: 8, auth: 8, payment: 8 }) });
  await writeRun(dataDir, { launcher: identify(process.pid), url: 'http://127.0.0.1:4000', stopping: false, children: {}, control });
});
afterEach(async () => {
  control.stop();
  await rm(dataDir, { recursive: true });
});

const ask = async (change: 'scale' | 'restart', what: string) => {
  const said: string[] = [];
  const error = await askLauncher(dataDir, change, what, (line) => said.push(line)).then(() => undefined, (reason: Error) => reason);
  return { said, error: error?.message };
};

test('what is asked for reaches whoever runs everything, and how far it is comes back', async () => {
  expect(await ask('scale', 'ticket=3')).toEqual({ said: ['  on its way'], error: undefined });
  expect(await ask('restart', '')).toEqual({ said: ['  on its way'], error: undefined });
  expect(await ask('restart', 'ticket,auth')).toEqual({ said: ['  on its way'], error: undefined });
  expect(asked).toEqual([{ ticket: 3 }, undefined, ['ticket', 'auth']]);
});

test.each([
  ['scale', 'tiket=3', /there is no process "tiket"/],
  ['scale', 'monolith=2', /there is one monolith/],
  ['scale', 'ticket-workflow=8', /connections to PostgreSQL/],
  ['restart', 'tiket', /there is no process "tiket"/],
] as const)('%s %s: refused, and nothing is changed', async (change, what, reason) => {
  const { error } = await ask(change, what);
  expect(error).toMatch(reason);
  expect(asked).toEqual([]);
});

test('what went wrong half-way is told', async () => {
  refusal = new LauncherError('ticket-2 ended instead of getting ready;\nits log says why');
  expect(await ask('scale', 'ticket=3')).toEqual({ said: ['  on its way'], error: 'ticket-2 ended instead of getting ready;; its log says why' });
});

test('without the token of the run record nothing is answered', async () => {
  for (const authorization of [undefined, 'Bearer guessed']) {
    const { status } = await fetch(`${control.url}/restart`, { method: 'POST', ...(authorization && { headers: { authorization } }) });
    expect(status).toBe(404);
  }
  expect(asked).toEqual([]);
});

test('where nothing runs, the way to start it is told', async () => {
  await rm(join(dataDir, 'run.json'));
  expect((await ask('restart', '')).error).toMatch(/nothing runs on .*: npm start starts it/);
});
