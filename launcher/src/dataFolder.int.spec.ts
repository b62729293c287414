import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChildLog } from './processes/childLog.ts';
import { writeInstances } from './processes/instancesFile.ts';
import { openToOthers } from './ownersAlone.ts';
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

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('what an earlier version left open is taken from others; what the server keeps there is left to it', async () => {
  await makeDataFolder(dataDir);
  await chmod(dataDir, 0o755);
  for (const folder of ['logs', 'outbox', 'outbox/old', 'postgres', 'postgres/data']) {
    await mkdir(join(dataDir, folder), { mode: 0o755 });
    await writeFile(join(dataDir, folder, 'file'), 'x', { mode: 0o644 });
  }
  expect(openToOthers(dataDir, ['postgres'])).toHaveLength(6);
  await makeDataFolder(dataDir);
  expect(openToOthers(dataDir, ['postgres'])).toEqual([]);
  expect(await modeOf(join(dataDir, 'postgres', 'data', 'file'))).toBe(0o644);
  expect((await modeOf(dataDir)) & 0o066).toBe(0);
});

test('what the launcher writes is its owner’s alone, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await makeDataFolder(dataDir);
    await writeRun(dataDir, run(gone));
    writeInstances(join(dataDir, 'instances.json'), { auth: ['http://127.0.0.1:1'] });
    openChildLog(join(dataDir, 'logs'), 'auth');
    expect(openToOthers(dataDir)).toEqual([]);
  } finally {
    process.umask(before);
  }
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
