import { traceparent } from '@sysops-squad/chassis/tracing/tracing';
import { evolve } from '../domain/evolve.ts';
import type { TicketCreated } from '../domain/facts.ts';
import type { Actor, Ticket } from '../domain/ticket.ts';
import { json } from './jsonRows.ts';
import { messagesOf } from './outboxMessages.ts';
import type { Database } from './prisma.ts';
import { historyEntry, logEntry } from './ticketLog.ts';
import { columnsOf, windowRows } from './ticketRow.ts';
import { slaTimers } from './timers.ts';

export type Origin = { idempotencyKey: string; requestHash: string; possibleDuplicateOf: string | null; /** By an account whose e-mail address is not proven; null: it is, or it is not known. */ createdUnproven: true | null };

/**
 * A new ticket with windows, history, log, message and timers: one statement, so a burst of new tickets costs one round trip each.
 * False when this creator has used the key before; then nothing is written.
 */
export async function insertTicket(db: Database, fact: TicketCreated, origin: Origin, actor: Actor): Promise<boolean> {
  const after = evolve(null, fact);
  const step = { fact, before: null, after };
  const inserted = await db.$queryRaw<unknown[]>`
    WITH new_ticket AS (
      INSERT INTO ticket SELECT r.* FROM jsonb_populate_record(null::ticket, ${json(ticketRow(after, origin, actor))}::jsonb) AS r
      ON CONFLICT (created_by_kind, created_by_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING id
    ), new_windows AS (
      INSERT INTO ticket_window SELECT r.* FROM new_ticket, jsonb_populate_recordset(null::ticket_window, ${json(windowRows(after))}::jsonb) AS r
    ), new_history AS (
      INSERT INTO ticket_history SELECT r.* FROM new_ticket, jsonb_populate_record(null::ticket_history, ${json(historyEntry(step, actor))}::jsonb) AS r
    ), new_event AS (
      INSERT INTO ticket_event SELECT r.* FROM new_ticket, jsonb_populate_record(null::ticket_event, ${json(logEntry(step))}::jsonb) AS r
    ), new_timers AS (
      INSERT INTO timer SELECT r.* FROM new_ticket, jsonb_populate_recordset(null::timer, ${json(slaTimers(after))}::jsonb) AS r
    ), new_messages AS (
      INSERT INTO outbox (id, type, aggregate_id, version, payload, traceparent)
      SELECT r.id, r.type, r.aggregate_id, r.version, r.payload, ${traceparent()}::text FROM new_ticket, jsonb_populate_recordset(null::outbox, ${json(messagesOf([step], actor))}::jsonb) AS r
    )
    SELECT id FROM new_ticket`;
  return inserted.length === 1;
}

function ticketRow(ticket: Ticket, origin: Origin, actor: Actor) {
  const { id, number, customerId, productId, productName, addressId, createdAt } = ticket;
  return { ...columnsOf(ticket), id, number, customerId, productId, productName, addressId, createdAt, ...origin, createdByKind: actor.kind, createdById: actor.id };
}
