import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from '../../../launcher/src/processes/childEnvironment.ts';
import { openChildLog } from '../../../launcher/src/processes/childLog.ts';
import { isReady, untilReady } from '../../../launcher/src/processes/readiness.ts';
import { projectRoot } from '../inside/patch.ts';

export type MemberPlan = { name: string; role: string; entry: string; port: number; environment: Record<string, string | undefined> };

/** One process of the system under attack. When it ends by itself it is started again at once. */
export type Member = {
  name: string;
  role: string;
  start(): Promise<void>;
  /** Undefined between an end and the next start. */
  pid(): number | undefined;
  signal(name: NodeJS.Signals): void;
  /** Its clock jumps ahead by hours; `resetClock` brings it back, unless the process has been started anew since. */
  jumpClock(): void;
  resetClock(): void;
  /** Kills it; it is started again after so many milliseconds. */
  kill(downMs: number): void;
  isReady(): Promise<boolean>;
  /** How often it ended although nobody had asked for it. */
  unexpectedEnds(): number;
  stop(): Promise<void>;
};

const READY_WITHIN_MS = 60_000;
const AGAIN_AFTER_MS = 100;

export function createMember({ name, role, entry, port, environment }: MemberPlan, logFolder: string): Member {
  const log = openChildLog(logFolder, name);
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let stopping = false;
  let againAfterMs = AGAIN_AFTER_MS;
  let asked = 0;
  let ends = 0;
  let jumped: ChildProcess | undefined;

  function run(): void {
    const output = log.descriptor();
    const env = childEnvironment({ ...environment, PORT: String(port) });
    child = spawn(process.execPath, [join(projectRoot, entry)], { cwd: projectRoot, env, stdio: ['ignore', output, output], detached: true });
    closeSync(output);
    const { promise, resolve } = Promise.withResolvers<void>();
    ended = promise;
    child.once('error', () => resolve()).once('exit', () => resolve());
    void ended.then(again);
  }

  async function again(): Promise<void> {
    ends += 1;
    const wait = againAfterMs;
    againAfterMs = AGAIN_AFTER_MS;
    await pause(wait);
    if (!stopping) run();
  }

  const signal = (kind: NodeJS.Signals): void => void child?.kill(kind);
  return {
    name,
    role,
    async start() {
      run();
      const gaveUp = AbortSignal.timeout(READY_WITHIN_MS);
      if (!(await untilReady(url, gaveUp))) throw new Error(`${name} does not get ready; ${log.file} says:\n${log.lastWords()}`);
    },
    pid: () => child?.pid,
    signal,
    kill(downMs) {
      againAfterMs = downMs;
      asked += 1;
      signal('SIGKILL');
    },
    jumpClock() {
      jumped = child;
      signal('SIGUSR2');
    },
    resetClock() {
      if (jumped === child) signal('SIGUSR2');
      jumped = undefined;
    },
    isReady: () => isReady(url),
    unexpectedEnds: () => ends - asked,
    async stop() {
      stopping = true;
      signal('SIGCONT');
      signal('SIGTERM');
      const late = new AbortController();
      await Promise.race([ended, pause(4_000, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      signal('SIGKILL');
      await ended;
    },
  };
}
