import { traceparent } from '@sysops-squad/chassis/tracing/tracing';
import { json } from './jsonRows.ts';
import type { OutboxMessage } from './outbox.ts';
import type { Sql } from './prisma.ts';

/** Messages with one key become one, as long as it waits. `versions`: of the ticket, each a change that it tells of. */
export type GatheredMessage = OutboxMessage & { gatherKey: string; version: number; payload: { versions: number[] } };

/** Delivered when nothing more has come for `quietMs`, and `atMostMs` after the first cause at the latest. */
export type Gathering = { quietMs: number; atMostMs: number };

/**
 * Leaves messages that wait for others of their kind; the newest cause says what is told. By the database's unique index: of two at the same
 * moment one adds to the other, and what the relay has taken is never added to. In the order of their keys, so that nobody waits in a circle.
 */
export async function gather(sql: Sql, messages: readonly GatheredMessage[], { quietMs, atMostMs }: Gathering): Promise<void> {
  const sorted = messages.toSorted((a, b) => (a.gatherKey < b.gatherKey ? -1 : 1));
  for (const message of sorted) {
    await sql.$executeRaw`
      INSERT INTO outbox (id, type, aggregate_id, version, payload, next_at, gather_key, traceparent)
      SELECT r.id, r.type, r.aggregate_id, r.version, r.payload, now() + ${quietMs}::int * interval '1 millisecond', r.gather_key, ${traceparent()}::text
      FROM jsonb_populate_record(null::outbox, ${json(message)}::jsonb) AS r
      WHERE NOT EXISTS (SELECT 1 FROM outbox known WHERE known.aggregate_id = r.aggregate_id AND known.gather_key = r.gather_key AND (known.payload -> 'versions') @> (r.payload -> 'versions'))
      ON CONFLICT (gather_key) WHERE tries = 0 DO UPDATE SET
        next_at = greatest(outbox.next_at, least(EXCLUDED.next_at, outbox.created_at + ${atMostMs}::int * interval '1 millisecond')),
        version = greatest(outbox.version, EXCLUDED.version),
        payload = CASE WHEN EXCLUDED.version >= outbox.version THEN EXCLUDED.payload ELSE outbox.payload END
          || jsonb_build_object('versions', (outbox.payload -> 'versions') || (EXCLUDED.payload -> 'versions'))`;
  }
}

/** What still waits about this ticket is due now: something is told that must not come before it. */
export async function hurry(sql: Sql, ticketId: string): Promise<void> {
  await sql.$executeRaw`
    UPDATE outbox SET next_at = now() - interval '1 millisecond' WHERE id IN (
      SELECT id FROM outbox WHERE aggregate_id = ${ticketId} AND gather_key IS NOT NULL AND tries = 0 ORDER BY gather_key FOR UPDATE)`;
}
