import { Worker, type IQueueBackend, type Job as BullJob } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { neverThrowing } from '../listeners.ts';
import type { Backend } from './backend.ts';
import { withinTime } from './withinTime.ts';

export type WorkerSettings = {
  /** Jobs at a time. */
  concurrency?: number;
  lockMs?: number;
  stalledCheckMs?: number;
  /** How long `close` waits for running jobs; what then still runs is found by the stall check of another worker. */
  closeWithinMs?: number;
  onError?: (error: Error) => void;
};

/** `delivery` is 1, and more when the broker gave the same job out again because a worker stalled. */
export type JobHandler = (job: { id: string; name: string; data: unknown; delivery: number }) => Promise<void>;

export type JobWorker = { isRunning(): boolean; close(): Promise<void> };

type BullWorker = Worker<object, void, string, IQueueBackend>;

const REPAIR_EVERY_MS = 500;
const REPLACE_WITHIN_MS = 5_000;

export function openWorker(backend: Backend, name: string, handle: JobHandler, { stalledCheckMs = 5_000, ...given }: WorkerSettings = {}): JobWorker {
  const settings = { ...given, stalledCheckMs };
  const onError = settings.onError ?? (() => undefined);
  const stop = new AbortController();
  let worker: BullWorker | undefined;
  let repairing: Promise<void> | undefined;

  /** The broker may be wiped under a running worker, tables included: make the place ready again, until it answers. */
  function repair(): void {
    repairing ??= prepareUntilDone(backend, stop.signal, onError).finally(() => (repairing = undefined));
  }

  const correcting = backend.correctTimes && setInterval(neverThrowing(() => backend.correctTimes?.().catch(onError)), stalledCheckMs).unref();

  let started = begin();

  async function begin(): Promise<void> {
    await prepareUntilDone(backend, stop.signal, onError);
    if (stop.signal.aborted) return;
    const opened = newWorker(backend, name, handle, settings);
    worker = opened;
    opened.on('error', neverThrowing((error: Error) => (onError(error), repair())));
    opened.waitUntilReady().catch((error: Error) => replace(opened, error));
  }

  /** A Worker that failed when it connected keeps that failure for ever, and asks again without a pause that would let a timer run. */
  function replace(stuck: BullWorker, error: Error): void {
    if (worker !== stuck || stop.signal.aborted) return;
    worker = undefined;
    onError(error);
    const closed = withinTime(REPLACE_WITHIN_MS, `closing worker ${name}`, stuck.close(true)).catch(onError);
    started = closed.then(() => sleep(REPAIR_EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined)).then(begin);
  }

  async function close(): Promise<void> {
    stop.abort();
    clearInterval(correcting);
    await started;
    if (!worker) return;
    await withinTime(settings.closeWithinMs ?? 25_000, `closing worker ${name}`, worker.close()).catch(onError);
  }

  return { isRunning: () => worker?.isRunning() ?? false, close };
}

async function prepareUntilDone(backend: Backend, stopped: AbortSignal, onError: (error: Error) => void): Promise<void> {
  while (!stopped.aborted) {
    try {
      return await backend.prepare();
    } catch (error) {
      onError(error as Error);
      await sleep(REPAIR_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
}

function newWorker({ consumer }: Backend, name: string, handle: JobHandler, settings: WorkerSettings & { stalledCheckMs: number }): BullWorker {
  const run = ({ id, name: jobName, data, attemptsStarted }: BullJob) =>
    handle({ id: id ?? '', name: jobName, data, delivery: attemptsStarted });
  return new Worker<object, void, string, IQueueBackend>(
    name,
    run,
    {
      ...consumer.options,
      concurrency: settings.concurrency ?? 8,
      lockDuration: settings.lockMs ?? 10_000,
      stalledInterval: settings.stalledCheckMs,
      maxStalledCount: 1,
      drainDelay: 1,
      runRetryDelay: 500,
    },
    consumer.factory,
  );
}
