import { Counter, Gauge, Histogram } from 'prom-client';
import type { JobQueue } from '../broker/jobQueue.ts';
import { DEFAULT_TABLES, type OutboxTables, type RunSql } from '../outbox/message.ts';
import { durationBuckets, type Metrics } from './metrics.ts';

type Sources = { sql: RunSql; tables?: OutboxTables; queue: Pick<JobQueue, 'depth'> };
type Depths = { waiting: number; oldestSeconds: number; dead: number };

/** Looked up once at each scrape: what nobody has acknowledged yet, and what was given up. */
export function outboxMetrics({ registry }: Metrics, { sql, tables = DEFAULT_TABLES, queue }: Sources): void {
  const registers = [registry];
  let looking: Promise<Depths> | undefined;
  const depths = (): Promise<Depths> => (looking ??= depthsOf(sql, tables).catch(() => unknown).finally(() => (looking = undefined)));
  const gauge = (name: string, help: string, of: keyof Depths) =>
    new Gauge({
      name, help, registers,
      async collect() {
        this.set((await depths())[of]);
      },
    });
  gauge('outbox_waiting_messages', 'Messages that nobody has acknowledged', 'waiting');
  gauge('outbox_oldest_message_age_seconds', 'Age of the oldest message that nobody has acknowledged; 0 when there is none', 'oldestSeconds');
  gauge('outbox_dead_messages', 'Messages given up, until somebody has them tried again', 'dead');
  new Gauge({
    name: 'queue_jobs',
    help: 'Jobs that the broker holds: waiting, active and delayed',
    registers,
    async collect() {
      this.set(await queue.depth().catch(() => NaN));
    },
  });
}

/** While the database does not answer: neither none nor the last known. */
const unknown: Depths = { waiting: NaN, oldestSeconds: NaN, dead: NaN };

async function depthsOf(sql: RunSql, { outbox }: OutboxTables): Promise<Depths> {
  const [depths] = await sql<Depths>(
    `SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS "oldestSeconds",
       (SELECT count(*)::int FROM ${outbox} WHERE dead_at IS NOT NULL) AS dead
     FROM ${outbox} WHERE acked_at IS NULL AND dead_at IS NULL`,
  );
  return depths!;
}

export type ObserveMessage = (type: string, outcome: 'done' | 'failed', seconds: number) => void;

/** What a consumer makes of its messages. */
export function messageMetrics({ registry }: Metrics): ObserveMessage {
  const registers = [registry];
  const messages = new Counter({ name: 'messages_handled_total', help: 'Deliveries of messages, by type and how they ended: done, or failed and to come again', labelNames: ['type', 'outcome'], registers });
  const duration = new Histogram({ name: 'message_handling_duration_seconds', help: 'From a message being taken up to its acknowledgement', labelNames: ['type'], buckets: durationBuckets, registers });
  return (type, outcome, seconds) => {
    messages.inc({ type, outcome });
    duration.observe({ type }, seconds);
  };
}
