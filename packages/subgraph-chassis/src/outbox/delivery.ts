import { DEFAULT_REDELIVERY, DEFAULT_TABLES, nextDelivery, type Message, type OutboxTables, type Redelivery, type RunSql } from './message.ts';

export type DeliverySettings = {
  sql: RunSql;
  tables?: OutboxTables;
  redelivery?: Redelivery;
  /** A started message that has not ended by then is taken for lost, and delivered again. */
  leaseMs?: number;
  maxStarts?: number;
  maxFailures?: number;
};

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
  const { sql, tables = DEFAULT_TABLES, leaseMs = 15_000, maxStarts = 3 } = settings;
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

/** Gives a message back after an error: it comes again, or, when it has failed too often, waits for a person. */
export async function failed(settings: DeliverySettings, messageId: string, error: Error, retry: { counts: boolean; afterMs?: number }) {
  const { sql, tables = DEFAULT_TABLES, maxFailures = 12, redelivery = DEFAULT_REDELIVERY } = settings;
  const next = retry.afterMs === undefined ? nextDelivery('greatest(tries, 1)', redelivery) : `now() + interval '1 millisecond' * ${Math.round(retry.afterMs)}`;
  await sql(
    `UPDATE ${tables.outbox} SET starts = 0, handed_at = NULL, last_error = $2, failures = failures + $3::int, next_at = ${next},
       dead_at = CASE WHEN failures + $3::int >= $4::int THEN now() END
     WHERE id = $1 AND acked_at IS NULL AND dead_at IS NULL`,
    [messageId, error.message.slice(0, 2_000), retry.counts ? 1 : 0, maxFailures],
  );
}
