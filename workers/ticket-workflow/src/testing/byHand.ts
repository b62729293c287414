import type { Broker } from '@sysops-squad/chassis/broker/broker';
import type { Job, JobQueue } from '@sysops-squad/chassis/broker/jobQueue';
import type { JobHandler } from '@sysops-squad/chassis/broker/jobWorker';
import { handOver } from '@sysops-squad/chassis/outbox/relay';
import { createRosterReader } from '../../../../subgraphs/ticket/src/storage/rosterReader.ts';
import { serveTerritory } from '../dispatch/serveTerritory.ts';
import { territoriesToServe } from '../dispatch/waiting.ts';
import { startConsumer } from '../messaging/startConsumer.ts';
import type { WorkflowOptions } from '../start.ts';
import { syncRoster } from '../roster/startRosterSync.ts';
import { closeAnswered } from '../surveys/closeAnswered.ts';
import { examineDue } from '../timers/examineDue.ts';
import { fireDueTimers } from '../timers/fireTimers.ts';
import { sweep } from '../timers/sweep.ts';
import type { Desk } from './desk.ts';

/** The parts of a workflow without anything that drives them: whoever holds them says what happens next, in which order and how often. */
export async function workByHand(desk: Desk, options: Pick<Partial<WorkflowOptions>, 'gathering'> = {}) {
  const { workflow } = await desk.work({ ...options, parts: [] });
  const jobs: Job[] = [];
  const queue: JobQueue = {
    addAll: async (more) => void jobs.push(...more),
    waiting: async (ids) => new Set(ids.filter((id) => jobs.some((job) => job.id === id))),
    depth: async () => jobs.length,
    close: async () => undefined,
  };
  const consume = handlerOf((broker) => startConsumer(workflow, broker, { concurrency: 1, closeWithinMs: 0 }));
  const dispatcher = { workflow, roster: createRosterReader() };

  return {
    workflow,
    /** What the broker holds; nothing leaves it by itself. */
    jobs,
    handOver: () => handOver({ sql: workflow.sql, queue }),
    deliver: ({ id, name, data }: Job) => consume({ id, name, data, delivery: 1 }),
    async dispatch() {
      for (const territoryId of await territoriesToServe(workflow.sql)) await serveTerritory(dispatcher, territoryId);
    },
    async fireTimers() {
      await examineDue(workflow);
      await fireDueTimers(workflow);
    },
    sweep: () => sweep(workflow),
    syncRoster: () => syncRoster(workflow),
    readAnswers: () => closeAnswered(workflow),
  };
}
export type ByHand = Awaited<ReturnType<typeof workByHand>>;

/** What a consumer would have done with a job of the broker. */
function handlerOf(start: (broker: Broker) => unknown): JobHandler {
  let handler: JobHandler | undefined;
  start({ worker: (_: string, handle: JobHandler) => ((handler = handle), { isRunning: () => true, close: async () => undefined }) } as unknown as Broker);
  return handler!;
}
