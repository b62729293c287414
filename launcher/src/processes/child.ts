import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createBackOff } from '@sysops-squad/chassis/backOff';
import { inBackground } from '@sysops-squad/chassis/listeners';
import { projectRoot } from '../projectRoot.ts';
import { childEnvironment } from './childEnvironment.ts';
import { openChildLog, type ChildLog } from './childLog.ts';
import type { ProcessDescription, World } from './description.ts';
import { identify, type ProcessIdentity } from './identity.ts';
import { untilReady } from './readiness.ts';

const FIRST_PAUSE = 500;
const SAY_AGAIN_AFTER = 60_000;

/** Which of the processes of one kind: its name in logs, and where it listens. */
export type Instance = { name: string; number: number; url: string };

export type ChildEvents = {
  say(text: string): void;
  onSpawn(name: string, identity: ProcessIdentity): void;
  onEnd?(identity: ProcessIdentity): void;
};

/** One process of ours: started, watched, started again after a crash with growing pauses, stopped. */
export class Child {
  readonly description: ProcessDescription;
  readonly instance: Instance;
  readonly #world: World;
  readonly #events: ChildEvents;
  readonly #log: ChildLog;
  #process: ChildProcess | undefined;
  #ended: Promise<string> = Promise.resolve('');
  readonly #said = new Map<string, number>();
  #stopping = false;
  readonly #pauseAfter = createBackOff();
  readonly #now: () => number;
  #spawnedAt = 0;

  constructor(description: ProcessDescription, world: World, logFolder: string, events: ChildEvents, instance?: Instance, now = () => performance.now()) {
    this.#now = now;
    this.description = description;
    this.instance = instance ?? { name: description.name, number: 1, url: world.urls[description.name] };
    this.#world = world;
    this.#events = events;
    this.#log = openChildLog(logFolder, this.instance.name);
  }

  /** Resolves when it is ready; rejects, with what it said, when it ends instead or is not ready in time. */
  async start(milliseconds: number, triesLeft = 3): Promise<void> {
    if (this.#stopping) return;
    this.#spawn();
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), milliseconds);
    inBackground(this.#ended.then(() => gaveUp.abort()));
    const ready = await untilReady(this.instance.url, gaveUp.signal);
    clearTimeout(timer);
    if (!ready && !this.#stopping) {
      // An outgoing connection may have been given the port between choosing it and listening there.
      if (triesLeft > 0 && this.#hasEnded() && this.#log.lastWords().includes('EADDRINUSE')) {
        await pause(FIRST_PAUSE);
        return this.start(milliseconds, triesLeft - 1);
      }
      const reason = this.#hasEnded() ? 'ended instead of getting ready' : `is not ready after ${milliseconds / 1000} s`;
      throw new Error(`${this.instance.name} ${reason}; ${this.#log.file} says:\n${this.#log.lastWords()}`);
    }
  }

  /** From now on a crash is answered by a new start. */
  watch(): void {
    inBackground(this.#watch());
  }

  /** From now on an end is an end. */
  retire(): void {
    this.#stopping = true;
  }

  reportErrors(): void {
    const errors = this.#log.newErrors();
    for (const error of new Set(errors.slice(0, 20))) {
      // What repeats every second is news once a minute.
      if (Date.now() - (this.#said.get(error) ?? -Infinity) < SAY_AGAIN_AFTER) continue;
      this.#said.set(error, Date.now());
      this.#events.say(`  ${this.instance.name}: ${error}`);
    }
    if (this.#said.size > 100) this.#said.clear();
  }

  /** At once, without draining. */
  async stop(milliseconds: number): Promise<void> {
    return this.#end('SIGINT', milliseconds);
  }

  /** It serves for a moment longer, and says that it wants no more. */
  async drain(milliseconds: number): Promise<void> {
    return this.#end('SIGTERM', milliseconds);
  }

  /** For one that consists of several processes: each is replaced, and it stays. Rejects with its reason when that failed. */
  async replaceItself(milliseconds: number): Promise<void> {
    const answered = once(this.#process!, 'message', { signal: AbortSignal.timeout(milliseconds) });
    this.#process!.send('replace');
    const [answer] = (await answered) as [{ failed?: string }];
    if (answer.failed) throw new Error(`${this.instance.name}: ${answer.failed}`);
  }

  async #end(signal: NodeJS.Signals, milliseconds: number): Promise<void> {
    this.#stopping = true;
    if (this.#hasEnded()) return;
    this.#process?.kill(signal);
    const late = new AbortController();
    await Promise.race([this.#ended, pause(milliseconds, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    if (!this.#hasEnded()) {
      this.#events.say(`  ${this.instance.name} did not stop within ${milliseconds / 1000} s and was killed`);
      this.#process?.kill('SIGKILL');
      await this.#ended;
    }
  }

  async #watch(): Promise<void> {
    while (!this.#stopping) {
      const how = await this.#ended;
      if (this.#stopping) return;
      const pauseMs = this.#pauseAfter(this.#now() - this.#spawnedAt);
      this.#events.say(`  ${this.instance.name} ended (${how}) and is started again in ${pauseMs / 1000} s; see ${this.#log.file}`);
      await pause(pauseMs);
      if (!this.#stopping) this.#spawn();
    }
  }

  #spawn(): void {
    const { entry, environment, replacesItself } = this.description;
    const { name, url } = this.instance;
    const output = this.#log.descriptor();
    const child = spawn(process.execPath, [join(projectRoot, entry)], {
      cwd: projectRoot,
      env: childEnvironment({ ...environment(this.#world), PORT: new URL(url).port }),
      stdio: ['ignore', output, output, ...(replacesItself ? ['ipc' as const] : [])],
      // Its own process group: Ctrl-C reaches the launcher only, which then stops everything in order.
      detached: true,
    });
    closeSync(output);
    this.#process = child;
    this.#spawnedAt = this.#now();
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    if (!child.pid) return;
    const identity = identify(child.pid);
    this.#events.onSpawn(name, identity);
    inBackground(this.#ended.then(() => this.#events.onEnd?.(identity)));
  }

  #hasEnded(): boolean {
    return !this.#process?.pid || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }
}
