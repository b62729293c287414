import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataFolder } from './dataFolder.ts';

let dataDir: string;
beforeEach(async () => makeDataFolder((dataDir = await mkdtemp(join(tmpdir(), 'reset-')))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function reset(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'reset.ts'), ...options], {
    env: { ...process.env, DATA_DIR: dataDir },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

test('without a terminal nothing is deleted, and the remedy is told', () => {
  const { status, stdout, stderr } = reset();
  expect(status).toBe(1);
  expect(stdout).toContain(`deletes ${dataDir}`);
  expect(stderr).toContain('--yes');
  expect(existsSync(dataDir)).toBe(true);
});

test('--yes deletes', () => {
  expect(reset('--yes')).toMatchObject({ status: 0 });
  expect(existsSync(dataDir)).toBe(false);
});

test('an unknown option deletes nothing', () => {
  expect(reset('--yess').status).toBe(1);
  expect(existsSync(dataDir)).toBe(true);
});
