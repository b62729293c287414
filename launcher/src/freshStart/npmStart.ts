import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { neverThrowing } from '@sysops-squad/chassis/listeners';

export type NpmStart = { url: string; seconds: number; npm: ChildProcess; ended: Promise<number | null> };

/** Runs `npm start` in a clone as a stranger would, and waits for its summary. */
export async function npmStart(clone: string, milliseconds: number, show: (text: string) => void): Promise<NpmStart> {
  const from = performance.now();
  const { PATH, HOME, TMPDIR, npm_config_cache, NODE_EXTRA_CA_CERTS } = process.env;
  const env = { PATH, HOME, TMPDIR, npm_config_cache, NODE_EXTRA_CA_CERTS, PORT: '0' };
  const npm = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', neverThrowing((chunk: Buffer) => {
      output += chunk.toString();
      show(chunk.toString());
    }));
  }
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  let over = false;
  ended.then(() => (over = true), () => (over = true));
  while (!output.includes('Ready after')) {
    if (over) throw new Error('npm start ended instead of getting ready');
    if (performance.now() - from > milliseconds) throw new Error(`npm start is not ready after ${milliseconds / 1000} s`);
    await pause(100);
  }
  await pause(100);
  const url = /https?:\/\/\S+\/graphql/.exec(output)?.[0];
  if (!url) throw new Error('the summary names no URL');
  return { url, seconds: (performance.now() - from) / 1000, npm, ended };
}

/** Waits until nothing runs out of the clone any more; returns the seconds that took. */
export async function untilNothingRuns(clone: string, milliseconds: number): Promise<number> {
  const from = performance.now();
  for (;;) {
    const left = runningFrom(clone);
    const took = performance.now() - from;
    if (left.length === 0) return took / 1000;
    if (took > milliseconds) throw new Error(`still running after ${milliseconds / 1000} s:\n${left.join('\n')}`);
    await pause(100);
  }
}

/** Command lines of processes that name the clone; only Linux tells. */
function runningFrom(clone: string): string[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.map(commandOf).filter((command) => command.includes(clone));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

export async function launcherPid(clone: string): Promise<number> {
  const run = JSON.parse(await readFile(join(clone, '.data', 'run.json'), 'utf8')) as { launcher: { pid: number } };
  return run.launcher.pid;
}
