import { traceparent } from '@sysops-squad/chassis/tracing/tracing';
import { Prisma } from '../../generated/client.ts';
import { json } from './jsonRows.ts';
import type { Sql } from './prisma.ts';
import type { Part } from './saveTicket.ts';

export type OutboxMessage = {
  /** Deterministic, so that a repeated cause enqueues nothing twice. */
  id: string;
  type: string;
  aggregateId: string;
  version: number | null;
  payload: object;
  /** Not to be delivered before; absent: now. */
  nextAt?: Date;
};

/** Leaves messages, in the same transaction as what they tell. */
export async function enqueue(sql: Sql, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length > 0) await sql.$executeRaw(insertFrom(Prisma.sql`jsonb_populate_recordset(null::outbox, ${json(messages)}::jsonb) AS r`));
}

export const messageParts = (messages: readonly OutboxMessage[]): Part[] =>
  (messages.length === 0 ? [] : [Prisma.sql`messages AS (${insertFrom(Prisma.sql`saved, jsonb_populate_recordset(null::outbox, ${json(messages)}::jsonb) AS r`)})`]);

const insertFrom = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`INSERT INTO outbox (id, type, aggregate_id, version, payload, next_at, traceparent)
  SELECT r.id, r.type, r.aggregate_id, r.version, r.payload, coalesce(r.next_at, now()), ${traceparent()}::text FROM ${rows} ON CONFLICT DO NOTHING`;

/** False when this handler has handled the message before. In the transaction of the effect: both or neither. */
export const firstTime = async (sql: Sql, messageId: string, handler: string): Promise<boolean> =>
  (await sql.$executeRaw`INSERT INTO inbox (message_id, handler) VALUES (${messageId}, ${handler}) ON CONFLICT DO NOTHING`) === 1;
