import { setTimeout as sleep } from 'node:timers/promises';
import type { JobQueue } from '../broker/jobQueue.ts';
import { openSpan, type OpenSpan } from '../tracing/tracing.ts';
import { DEFAULT_REDELIVERY, DEFAULT_TABLES, type MessageJob, type OutboxTables, type Redelivery, type RunSql } from './message.ts';

export type RelaySettings = {
  sql: RunSql;
  queue: JobQueue;
  tables?: OutboxTables;
  /** Messages per hand-over. */
  batch?: number;
  /** Messages that the broker holds and nobody has started: a slow consumer is not buried in redeliveries. */
  maxInFlight?: number;
  pollMs?: number;
  redelivery?: Redelivery;
  /** Types that let all others pass: they go last, and take at most half of the places in flight. */
  patient?: readonly string[];
  onError?: (error: Error) => void;
};

export type Relay = {
  /** Looks at once instead of at the next poll. */
  wake(): void;
  /** Time of the last poll that worked; null before the first. */
  lastPollAt(): Date | null;
  stop(): Promise<void>;
};

type Due = { id: string; type: string; tries: number; /** Of whoever wrote it. */ traceparent: string | null; /** Handed over before, and nobody has started it. */ overdue: boolean; longAgo: boolean };

const AFTER_AN_ERROR_MS = 500;
/** What comes within this time is handed over together. */
const GATHER_MS = 25;
/** After that a job is delivered again even if the broker says that it has it. */
const HELD_FOR_MS = 60_000;

/** Hands due messages to the broker, for ever. Several relays on one table share the work. */
export function startRelay(settings: RelaySettings): Relay {
  const { pollMs = 200, onError = () => undefined } = settings;
  const stopping = new AbortController();
  let napping = new AbortController();
  let woken = false;
  let lastPollAt: Date | null = null;

  async function nap(milliseconds: number, ...others: AbortSignal[]): Promise<void> {
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([stopping.signal, ...others]) }).catch(() => undefined);
  }

  async function untilNext(): Promise<void> {
    await nap(Math.min(GATHER_MS, pollMs));
    napping = new AbortController();
    if (!woken) await nap(pollMs, napping.signal);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        woken = false;
        const handedOver = await handOver(settings);
        lastPollAt = new Date();
        if (handedOver < (settings.batch ?? 100)) await untilNext();
      } catch (error) {
        onError(error as Error);
        await nap(AFTER_AN_ERROR_MS);
      }
    }
  }

  const running = run();
  return {
    wake: () => ((woken = true), napping.abort()),
    lastPollAt: () => lastPollAt,
    stop: async () => (stopping.abort(), running),
  };
}

/** Takes what is due, and gives it to the broker. Counted as handed over first: a relay that dies in between costs one back-off. */
export async function handOver(settings: RelaySettings): Promise<number> {
  const due = await claimDue(settings);
  if (due.length === 0) return 0;
  try {
    const held = await heldByBroker(settings, due);
    const jobs = due.filter(({ id }) => !held.has(id));
    if (held.size > 0) await waitFurther(settings, [...held]);
    if (jobs.length > 0) await addJobs(settings, jobs);
    return jobs.length;
  } catch (error) {
    await takeBack(settings, due.map(({ id }) => id));
    throw error;
  }
}

async function addJobs({ queue, patient }: RelaySettings, messages: readonly Due[]): Promise<void> {
  const spans = messages.map(openHandOver);
  try {
    await queue.addAll(messages.map(({ id, type, tries, traceparent }, n) => {
      const data: MessageJob = { messageId: id, traceparent: spans[n]?.headers().traceparent ?? traceparent ?? undefined };
      return { id: jobIdOf(id, tries), name: type, data, patient: patient?.includes(type) ?? false };
    }));
  } catch (error) {
    for (const span of spans) span?.fail(error);
    throw error;
  } finally {
    for (const span of spans) span?.end();
  }
}

const openHandOver = ({ id, type, tries, traceparent }: Due): OpenSpan | undefined =>
  openSpan(`send ${type}`, {
    kind: 'producer', parent: { traceparent: traceparent ?? undefined }, attributes: { 'messaging.system': 'bullmq', 'messaging.operation.type': 'send', 'messaging.message.id': id, tries },
  });

/** Slow is not lost: what waits in a long queue is not put into it once more, up to a point. */
async function heldByBroker({ queue }: RelaySettings, due: Due[]): Promise<Set<string>> {
  const overdue = due.filter((message) => message.overdue && !message.longAgo);
  if (overdue.length === 0) return new Set();
  const held = await queue.waiting(overdue.map(({ id, tries }) => jobIdOf(id, tries - 1)));
  return new Set(overdue.filter(({ id, tries }) => held.has(jobIdOf(id, tries - 1))).map(({ id }) => id));
}

function claimDue({ sql, tables = DEFAULT_TABLES, batch = 100, maxInFlight = 200, redelivery: { firstMs, maxMs } = DEFAULT_REDELIVERY, patient = [] }: RelaySettings) {
  return sql<Due>(
    `WITH room AS (
       SELECT greatest(0, $2::int - count(*))::int AS free FROM (
         SELECT 1 FROM ${tables.outbox}
         WHERE acked_at IS NULL AND dead_at IS NULL AND next_at > now() AND handed_at IS NOT NULL LIMIT $2) in_flight),
     due AS (
       SELECT id, handed_at FROM ${tables.outbox}
       WHERE acked_at IS NULL AND dead_at IS NULL AND next_at <= now()
         AND (type <> ALL ($4::text[]) OR (SELECT free FROM room) > $2::int / 2)
       ORDER BY type = ANY ($4::text[]), next_at, id LIMIT (SELECT least(free, $1::int) FROM room) FOR UPDATE SKIP LOCKED)
     UPDATE ${tables.outbox} message
     SET tries = message.tries + 1, handed_at = CASE WHEN due.handed_at > now() - $3::int * interval '1 millisecond' THEN due.handed_at ELSE now() END,
       next_at = now() + greatest(interval '1 millisecond' * ${firstMs}, least(interval '1 millisecond' * ${maxMs}, now() - coalesce(due.handed_at, now())))
     FROM due WHERE message.id = due.id
     RETURNING message.id, message.type, message.tries, message.traceparent, due.handed_at IS NOT NULL AS overdue,
       coalesce(due.handed_at <= now() - $3::int * interval '1 millisecond', false) AS "longAgo"`,
    [batch, maxInFlight, HELD_FOR_MS, patient],
  );
}

/** As if not claimed, but for the time. */
function waitFurther({ sql, tables = DEFAULT_TABLES }: RelaySettings, ids: string[]) {
  return sql(`UPDATE ${tables.outbox} SET tries = tries - 1 WHERE id = ANY ($1::text[])`, [ids]);
}

function takeBack({ sql, tables = DEFAULT_TABLES }: RelaySettings, ids: string[]) {
  return sql(
    `UPDATE ${tables.outbox} SET handed_at = NULL, next_at = now() + interval '500 milliseconds'
     WHERE id = ANY ($1::text[]) AND handed_at IS NOT NULL AND acked_at IS NULL`,
    [ids],
  );
}

/** BullMQ refuses colons. */
const jobIdOf = (id: string, tries: number): string => `${id.replaceAll(':', '.')}-${tries}`;
