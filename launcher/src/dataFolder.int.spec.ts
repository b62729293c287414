import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataFolder, readRun, takeOver, writeRun } from './dataFolder.ts';
import { identify, type ProcessIdentity } from './processes/identity.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const run = (launcher: ProcessIdentity, stopping = false) => ({ launcher, url: 'http://127.0.0.1:4000', stopping, children: { auth: launcher } });
const gone: ProcessIdentity = { pid: process.pid, startedAt: 'another process had this pid' };

test('a folder with other files in it is refused', async () => {
  await writeFile(join(dataDir, 'letter.txt'), 'mine');
  await expect(makeDataFolder(dataDir)).rejects.toThrow(/holds other files: set it to an empty or a new folder/);
});

test('our own folder, an empty one and a new one are taken', async () => {
  await makeDataFolder(dataDir);
  await makeDataFolder(dataDir);
  await makeDataFolder(join(dataDir, 'new', 'folder'));
});

test('while another launcher runs there, it is named and nothing is taken over', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await writeRun(dataDir, run(identify(other.pid!)));
    await expect(takeOver(dataDir, 'http://127.0.0.1:1')).rejects.toThrow(`it is running already, at http://127.0.0.1:4000: end that first (kill ${other.pid})`);
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
});

test('of one that was killed its children are handed over, even when its pid has a new owner', async () => {
  await writeRun(dataDir, run(gone));
  expect(await takeOver(dataDir, 'http://127.0.0.1:1')).toEqual({ auth: gone });
  expect((await readRun(dataDir))?.launcher).toEqual(identify(process.pid));
});

test('one that is just stopping is waited for', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300)']);
  await writeRun(dataDir, run(identify(other.pid!), true));
  await takeOver(dataDir, 'http://127.0.0.1:1');
  expect(other.exitCode).toBe(0);
});
