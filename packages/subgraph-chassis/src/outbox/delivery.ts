import { DEFAULT_RETRY, DEFAULT_TABLES, type Message, type OutboxTables, type Retry, type RunSql } from './message.ts';

export type DeliverySettings = {
  sql: RunSql;
  tables?: OutboxTables;
  retry?: Retry;
  /** A started message that has not ended by then, and whose consumer did not renew the lease, is taken for lost and delivered again. */
  leaseMs?: number;
  /** A handler that takes longer is not believed in any more: its lease is no longer renewed. */
  handlingMs?: number;
  maxStarts?: number;
  maxFailures?: number;
};

/** Short, so that what a killed process had under way comes back soon; a living one renews it. */
export const DEFAULT_LEASE_MS = 5_000;

type Row = {
  id: string;
  type: string;
  aggregate_id: string;
  version: number | null;
  payload: unknown;
  created_at: Date;
  tries: number;
  starts: number;
};

/** Takes a delivered message up; null when it is done, dead, given back, or somebody is at it. */
export async function begin(settings: DeliverySettings, messageId: string): Promise<Message | null> {
  const { sql, tables = DEFAULT_TABLES, leaseMs = DEFAULT_LEASE_MS, maxStarts = 5 } = settings;
  const [row] = await sql<Row>(
    `UPDATE ${tables.outbox} SET handed_at = NULL, starts = starts + 1, next_at = now() + interval '1 millisecond' * $2::int
     WHERE id = $1 AND acked_at IS NULL AND dead_at IS NULL AND handed_at IS NOT NULL
     RETURNING id, type, aggregate_id, version, payload, created_at, tries, starts`,
    [messageId, leaseMs],
  );
  if (!row) return null;
  if (row.starts > maxStarts) return giveUp(settings, row);
  const { id, type, version, payload, tries } = row;
  return { id, type, aggregateId: row.aggregate_id, version, payload, createdAt: row.created_at, tries };
}

async function giveUp({ sql, tables = DEFAULT_TABLES }: DeliverySettings, row: Row): Promise<null> {
  await sql(`UPDATE ${tables.outbox} SET dead_at = now(), last_error = coalesce(last_error, $2) WHERE id = $1 AND acked_at IS NULL`, [
    row.id,
    `started ${row.starts - 1} times and never finished`,
  ]);
  return null;
}

/**
 * Belongs into the transaction of the effect, before it. False: this handler has had the message, so there is nothing to do.
 * Of two at the same time the second waits for the first, and then gets false.
 */
export async function acknowledge(sql: RunSql, messageId: string, handler: string, tables: OutboxTables = DEFAULT_TABLES): Promise<boolean> {
  const [row] = await sql<{ fresh: boolean }>(
    `WITH fresh AS (INSERT INTO ${tables.inbox} (message_id, handler) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1),
     acknowledged AS (UPDATE ${tables.outbox} SET acked_at = now(), handed_at = NULL, starts = 0 WHERE id = $1 AND acked_at IS NULL)
     SELECT EXISTS (SELECT 1 FROM fresh) AS fresh`,
    [messageId, handler],
  );
  return row?.fresh ?? false;
}

/**
 * Those that are still under way stay so for another lease. One that is acknowledging at this moment is locked, and nobody can take it anyway;
 * one that was given back, or taken for lost meanwhile, is left alone.
 */
export async function renew({ sql, tables = DEFAULT_TABLES, leaseMs = DEFAULT_LEASE_MS }: DeliverySettings, messageIds: readonly string[]): Promise<void> {
  await sql(
    `UPDATE ${tables.outbox} SET next_at = now() + interval '1 millisecond' * $2::int WHERE id IN (
       SELECT id FROM ${tables.outbox} WHERE id = ANY ($1::text[]) AND starts > 0 AND handed_at IS NULL AND acked_at IS NULL AND dead_at IS NULL
       FOR UPDATE SKIP LOCKED)`,
    [messageIds, leaseMs],
  );
}

export type Failing = { counts: boolean; /** Asked for by the handler. */ afterMs?: number };

/** Gives a message back after an error: it comes again, or, when it has failed too often, waits for a person. */
export async function failed(settings: DeliverySettings, messageId: string, error: Error, failing: Failing): Promise<void> {
  const { sql, tables = DEFAULT_TABLES, maxFailures = 14, retry = DEFAULT_RETRY } = settings;
  await sql(
    `UPDATE ${tables.outbox} SET starts = 0, handed_at = NULL, last_error = $2, failures = failures + $3::int,
       next_at = now() + interval '1 millisecond' * ${waitOf(failing, retry, tables)},
       dead_at = CASE WHEN failures + $3::int >= $4::int THEN now() END
     WHERE id = $1 AND acked_at IS NULL AND dead_at IS NULL`,
    [messageId, error.message.slice(0, 2_000), failing.counts ? 1 : 0, maxFailures],
  );
}

/** Each that waits for another process adds this much: however many they are, they ask a hundred times a second, and few come again soon. */
const EACH_WAITING_MS = 10;

/** SQL for milliseconds. A message that fails by itself waits twice as long each time. */
function waitOf({ counts, afterMs }: Failing, { firstMs, maxMs }: Retry, { outbox }: OutboxTables): string {
  if (afterMs !== undefined) return String(Math.round(afterMs));
  if (counts) return `least(${maxMs}, ${firstMs} * power(2, least(failures, 20)))`;
  return `greatest(${firstMs}, ${EACH_WAITING_MS} * (SELECT count(*) FROM (SELECT 1 FROM ${outbox} WHERE acked_at IS NULL AND dead_at IS NULL
    AND next_at > now() AND next_at <= now() + interval '1 millisecond' * ${maxMs} AND handed_at IS NULL AND last_error IS NOT NULL
    LIMIT ${Math.ceil(maxMs / EACH_WAITING_MS)}) AS waiting))`;
}
