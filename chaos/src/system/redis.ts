import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A Redis of the campaign's own that keeps nothing: killed, it starts empty. */
export type RedisServer = { port: number; pid(): number | undefined; start(): Promise<void>; signal(name: NodeJS.Signals): void; stop(): Promise<void> };

export function createRedis(port: number, folder: string): RedisServer {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, '--maxmemory-policy', 'noeviction'];
  const signal = (name: NodeJS.Signals): void => void child?.kill(name);
  return {
    port,
    pid: () => child?.pid,
    async start() {
      child = spawn('redis-server', flags, { detached: true, stdio: 'ignore' });
      ended = new Promise((resolve) => child!.once('exit', () => resolve()).once('error', () => resolve()));
      while (!(await answers(port))) await pause(20);
    },
    signal,
    async stop() {
      signal('SIGCONT');
      signal('SIGKILL');
      await ended;
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
