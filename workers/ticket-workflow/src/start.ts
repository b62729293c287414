import type { JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { askTogether } from '@sysops-squad/chassis/askTogether';
import { openBroker } from '@sysops-squad/chassis/broker/broker';
import { createGraphClient } from '@sysops-squad/chassis/graphClient';
import type { Logger } from '@sysops-squad/chassis/logger';
import { outboxMetrics, messageMetrics } from '@sysops-squad/chassis/metrics/outboxMetrics';
import { processMetrics, type Metrics } from '@sysops-squad/chassis/metrics/metrics';
import { sqlOn } from '@sysops-squad/chassis/outbox/poolSql';
import { startRelay } from '@sysops-squad/chassis/outbox/relay';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { createWake } from '../../../subgraphs/ticket/src/messaging/wake.ts';
import { openDatabase } from '../../../subgraphs/ticket/src/storage/openDatabase.ts';
import type { Gathering } from '../../../subgraphs/ticket/src/storage/gather.ts';
import { createStorage } from '../../../subgraphs/ticket/src/storage/storage.ts';
import { PARTS, type Part } from './environment.ts';
import { serveHealth } from './health.ts';
import { QUEUE, startConsumer } from './messaging/startConsumer.ts';
import { startRosterSync, type RosterSync } from './roster/startRosterSync.ts';
import { startTimers, type TimerSettings } from './timers/startTimers.ts';
import type { Workflow } from './workflow.ts';

export type WorkflowOptions = {
  databaseUrl: string;
  broker: { databaseUrl?: string | undefined; redisUrl?: string | undefined; prefix?: string | undefined };
  routerUrl: string;
  serviceKey: JWK;
  publicUrl?: string | undefined;
  port: number;
  host: string;
  logger: Logger;
  parts?: readonly Part[];
  concurrency?: number;
  rosterSyncMs?: number;
  rosterLookMs?: number;
  timers?: Partial<TimerSettings>;
  gathering?: Gathering;
  metrics?: Metrics | undefined;
};

/** Whoever waits for an expert comes before whoever is told about one. */
const TELLING = ['deliver_notification', 'invite_to_survey', 'publish_article'];
const CLOSE_WITHIN_MS = 6_000;
const USUAL_TIMES: TimerSettings = { fireMs: 200, dispatchMs: 500, sweepMs: 5_000, surveyPollMs: 5_000, retryUnassignedMs: 120_000, forgetMs: 3_600_000 };

/** A person at work on a ticket saves it a few times; who reads of it still reads of it soon. */
const USUAL_GATHERING: Gathering = { quietMs: 3_000, atMostMs: 15_000 };

/** The ticket workflow: each part can run in a process of its own, and several of each side by side. */
export async function startWorkflow(options: WorkflowOptions) {
  const { logger, parts = PARTS, concurrency = 16, metrics = processMetrics() } = options;
  const report = (error: unknown) => logger.warn({ err: error }, 'will be tried again');
  const opened = openDatabase({ databaseUrl: options.databaseUrl, applicationName: 'ticket-workflow', max: concurrency + 12, onError: report });
  const wake = await createWake({ databaseUrl: options.databaseUrl, redisUrl: options.broker.redisUrl, onError: report });
  const graph = createGraphClient({ routerUrl: options.routerUrl, token: await createServiceTokenSource({ service: 'ticket-workflow', privateJwk: options.serviceKey }), connections: concurrency });
  const broker = openBroker(options.broker);
  const workflow: Workflow = {
    storage: createStorage({ prisma: opened.prisma, wake }), sql: sqlOn(opened), graph: askTogether(graph), logger,
    publicUrl: (options.publicUrl ?? new URL(options.routerUrl).origin).replace(/\/$/, ''), newId: (prefix) => `${prefix}_${randomUUID()}`,
    gathering: options.gathering ?? USUAL_GATHERING,
  };

  const queue = broker.queue(QUEUE);
  if (metrics) outboxMetrics(metrics, { sql: workflow.sql, queue });
  const relay = parts.includes('relay') ? startRelay({ sql: workflow.sql, queue, patient: TELLING, onError: report }) : null;
  const stopListening = relay ? wake.subscribe('outbox', () => relay.wake()) : () => undefined;
  const consumer = parts.includes('consumer') ? startConsumer(workflow, broker, { concurrency, closeWithinMs: CLOSE_WITHIN_MS, observe: metrics && messageMetrics(metrics) }) : null;
  const timers = parts.includes('timers') ? startTimers(workflow, wake, { ...USUAL_TIMES, ...options.timers }) : null;
  const roster: RosterSync | null = parts.includes('roster') ? startRosterSync(workflow, { everyMs: options.rosterSyncMs ?? 60_000, lookMs: options.rosterLookMs ?? 2_000 }) : null;
  const health = await serveHealth({
    port: options.port, host: options.host,
    isReady: async () => (await opened.isReady()) && (!(relay || consumer) || (await broker.isReachable())),
    details: () => ({ parts, broker: broker.kind, rosterSyncedAt: roster?.lastAt() ?? null, rosterError: roster?.lastError() ?? null }),
    metrics, logger,
  });

  return {
    url: health.url,
    workflow,
    async stop() {
      stopListening();
      await Promise.all([relay?.stop(), timers?.stop(), roster?.stop(), consumer?.close()]);
      await Promise.all([health.stop(), queue.close(), graph.close(), wake.close()]);
      await opened.close();
    },
  };
}
