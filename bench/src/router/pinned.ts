import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';

type Start = { name: string; core: number; command: string; args: string[]; env?: NodeJS.ProcessEnv; cwd?: string };

/** A process that may use one core and no other. */
export type Pinned = {
  /** The next message of a process of ours. @throws when it ends instead */
  message: <T>() => Promise<T>;
  send: (message: object) => void;
  /** Milliseconds of processor that it and its children have used since they began. */
  cpuMs: () => number;
  /** @throws with what it wrote, when it has ended */
  mustRun: () => void;
  stop: () => Promise<void>;
};

export function startPinned({ name, core, command, args, env = process.env, ...rest }: Start): Pinned {
  const isOurs = command === process.execPath;
  const child = spawn('taskset', ['-c', String(core), command, ...args], { env, ...rest, stdio: ['ignore', 'pipe', 'pipe', ...(isOurs ? ['ipc' as const] : [])] });
  const written: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written.push(text);
      if (written.length > 50) written.shift();
    });
  }
  const failure = (): Error => new Error(`${name} ended with ${child.exitCode ?? child.signalCode}: ${written.join('').slice(-2_000)}`);
  const ended = once(child, 'exit').then(() => {
    throw failure();
  });
  ended.catch(() => {});
  return {
    message: async <T>() => ((await Promise.race([once(child, 'message'), ended])) as [T])[0],
    send: (message) => void child.send(message),
    cpuMs: () => cpuMsOf(child.pid!),
    mustRun() {
      if (hasEnded(child)) throw failure();
    },
    async stop() {
      if (hasEnded(child)) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended.catch(() => {});
      clearTimeout(late);
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Linux counts in hundredths of a second. */
const msPerTick = 10;

function cpuMsOf(pid: number): number {
  const [own, children] = [statOf(pid), childrenOf(pid)];
  return own + children.reduce((sum, child) => sum + cpuMsOf(child), 0);
}

function statOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * msPerTick;
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
