import { workflowMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import type { OutboxMessage } from '../../../../subgraphs/ticket/src/storage/outbox.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { lockTerritory } from '../dispatch/lockTerritory.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

const WOKEN_AT_ONCE = 20;

/**
 * An expert is free again: whoever waits for one in that territory is tried once more, the most urgent first.
 * A message of its own, since the transaction that freed the expert holds a ticket, and must not reach for others.
 */
export async function territoryFreed(workflow: Workflow, message: Message): Promise<TicketEffect> {
  const { territoryId } = workflowMessages.territory_freed.parse(message.payload);
  // Whoever is deciding now may not know yet of the one who was freed: their tickets are waiting when they are done.
  await workflow.storage.transact((tx) => lockTerritory(tx, territoryId));
  return async (tx) => void (await tx.sql.$executeRaw`
    INSERT INTO timer (id, kind, ticket_id, due_at)
    SELECT 'retry:' || id, 'RETRY_DISPATCH', id, now() FROM ticket
    WHERE territory_id = ${territoryId} AND (status = 'AWAITING_DISPATCH' OR (status = 'NEEDS_ATTENTION' AND attention_reason = 'NO_EXPERT'))
    ORDER BY priority, created_at LIMIT ${WOKEN_AT_ONCE}
    ON CONFLICT (id) DO UPDATE SET due_at = least(timer.due_at, EXCLUDED.due_at), done_at = NULL`);
}

/** Leaves word that an expert of this ticket's territory is free. */
export async function tellTerritory(tx: Transaction, cause: string, ticketId: string): Promise<void> {
  const ticket = await tx.sql.ticket.findUnique({ where: { id: ticketId }, select: { territoryId: true } });
  if (ticket?.territoryId) await tx.enqueue([freed(cause, ticketId, ticket.territoryId)]);
}

const freed = (cause: string, ticketId: string, territoryId: string): OutboxMessage =>
  ({ id: `${cause}:freed`, type: 'territory_freed', aggregateId: ticketId, version: null, payload: { territoryId } });
