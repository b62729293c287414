import { inBackground } from '../listeners.ts';
import { Queue, type IQueueBackend, type JobsOptions } from 'bullmq';
import type { Backend } from './backend.ts';
import { withinTime } from './withinTime.ts';

/** A job with the same id as one that the broker still knows is not added again. */
export type Job = { id: string; name: string; data: object; /** Started when no other job waits. */ patient?: boolean };

export type JobQueue = {
  /** All or an error within a few seconds. After an error some may have been added: jobs must bear being delivered twice. */
  addAll(jobs: Job[]): Promise<void>;
  /** Those of the jobs that still wait in the queue: nobody has ever taken them out. */
  waiting(ids: string[]): Promise<Set<string>>;
  /** Waiting, active and delayed. */
  depth(): Promise<number>;
  close(): Promise<void>;
};

const ADD_WITHIN_MS = 4_000;
const CLOSE_WITHIN_MS = 2_000;
/**
 * One delivery per job: whoever produced it delivers again under another id. Nothing is kept of one that is done: to keep the last 100,
 * BullMQ on PostgreSQL sorts and deletes at each end, and jobs that end at one time deadlock over it.
 */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: { count: 100 } };

type BullQueue = Queue<object, void, string, object, void, string, IQueueBackend>;
type BullJob = { name: string; data: object; opts: JobsOptions };
type Open = { queue: BullQueue; end: () => void };

export function openQueue(backend: Backend, name: string): JobQueue {
  let open: Open | undefined;

  /** A queue that could not connect when it was made stays broken: drop it, make the place ready, take a new one. */
  async function use<T>(what: string, work: (queue: BullQueue) => Promise<T>): Promise<T> {
    try {
      if (!open) await withinTime(ADD_WITHIN_MS, 'preparing the broker', backend.prepare());
      open ??= openOne(backend, name);
      return await withinTime(ADD_WITHIN_MS, what, work(open.queue));
    } catch (error) {
      inBackground(drop());
      throw error;
    }
  }

  async function drop(): Promise<void> {
    const dropped = open;
    open = undefined;
    await withinTime(CLOSE_WITHIN_MS, 'closing the queue', dropped?.queue.close() ?? Promise.resolve()).catch(() => undefined);
    dropped?.end();
  }

  return {
    addAll: (jobs) =>
      use('adding jobs', async (queue) => {
        const all = jobs.map(asBullJob);
        if (all.length >= backend.bulkFrom) await queue.addBulk(all);
        else await Promise.all(all.map((job) => queue.add(job.name, job.data, job.opts)));
      }),
    waiting: (ids) =>
      use('asking for jobs', async (queue) => {
        const jobs = await Promise.all(ids.map((id) => queue.getJob(id)));
        return new Set(jobs.flatMap((job) => (job?.id && !job.processedOn ? [job.id] : [])));
      }),
    depth: () =>
      use('counting jobs', async (queue) => {
        const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized');
        return Object.values(counts).reduce((sum, count) => sum + count, 0);
      }),
    close: drop,
  };
}

const asBullJob = ({ id, name, data, patient }: Job): BullJob => ({ name, data, opts: { ...JOB_OPTIONS, jobId: id, ...(patient ? { priority: 1 } : {}) } });

function openOne(backend: Backend, name: string): Open {
  const { options, factory, end } = backend.producer();
  const queue = new Queue<object, void, string, object, void, string, IQueueBackend>(name, { ...options, skipWaitingForReady: true }, factory);
  queue.on('error', () => undefined);
  return { queue, end };
}
