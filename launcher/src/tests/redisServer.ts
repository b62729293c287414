import { execFileSync, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../postgres/freePort.ts';

export type RedisServer = { url: string; stop(): Promise<void> };

/** A Redis of this run's own that keeps nothing; undefined where `redis-server` is not on the PATH. */
export async function startRedis(home: string): Promise<RedisServer | undefined> {
  if (!isInstalled()) return undefined;
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', home];
  const child = spawn('redis-server', flags, { detached: true, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  if (child.pid) await writeFile(join(home, 'redis.pid'), String(child.pid));
  await Promise.race([untilListening(port), ended.then(() => Promise.reject(new Error('redis-server ended at once')))]);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (answers) return;
    await pause(20);
  }
}
