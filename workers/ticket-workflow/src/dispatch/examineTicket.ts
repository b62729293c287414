import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { recordEntitlement } from '../../../../subgraphs/ticket/src/domain/recordEntitlement.ts';
import type { Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import { loadServicePolicy } from '../../../../subgraphs/ticket/src/storage/loadServicePolicy.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { examineTimer, retryTimer } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';
import { examine, type Intake, type WaitingTicket } from './intake.ts';
import { record } from './record.ts';

/** Finds out whether a ticket is covered and where it is; from then on it waits for an expert. A message or a timer may ask for it, or both. */
export async function examineTicket(workflow: Workflow, ticketId: string): Promise<TicketEffect> {
  const [ticket] = await workflow.sql<WaitingTicket>(
    `SELECT id, status, attention_reason, customer_id, product_id, product_name, address_id, territory_id, created_at FROM ticket WHERE id = $1`, [ticketId]);
  if (!ticket || !isUnexamined({ status: ticket.status, reason: ticket.attention_reason, territoryId: ticket.territory_id })) return stillWaiting(ticketId);
  const intake = await examine(workflow, ticket);
  return async (tx) => {
    const locked = await tx.lock(ticketId);
    if (!locked || !isUnexamined(stateOf(locked.ticket))) return;
    const asked = locked.ticket.productId === ticket.product_id ? intake : ({ later: 'it is about another product by now', inMs: 0 } as const);
    await settle(tx, locked.ticket, asked, locked.now);
  };
}

type State = { status: string; reason: string | null; territoryId: string | null };
const stateOf = ({ status, attention, location }: Ticket): State => ({ status, reason: attention?.reason ?? null, territoryId: location?.territoryId ?? null });

/** A new one, one that waits although nobody knows where it is, and one whose product was not known. */
const isUnexamined = ({ status, reason, territoryId }: State): boolean =>
  status === 'NEW' || (status === 'AWAITING_DISPATCH' && territoryId === null) || reason === 'UNKNOWN_PRODUCT';

async function settle(tx: Transaction, ticket: Ticket, intake: Intake, now: Date): Promise<void> {
  if ('later' in intake) return tx.schedule([{ id: examineTimer(ticket.id), kind: 'EXAMINE', ticketId: ticket.id, dueAt: new Date(now.getTime() + intake.inMs) }]);
  await record(tx, ticket, intake.ok ? recordEntitlement(ticket, intake, now, await loadServicePolicy(tx.sql, ticket.createdAt)) : markNeedsAttention(ticket, intake, now));
}

/** Examined before, by whomever: it is looked after as every ticket that waits. */
const stillWaiting = (ticketId: string): TicketEffect => async (tx) => {
  const locked = await tx.lock(ticketId);
  if (locked?.ticket.status === 'AWAITING_DISPATCH') await tx.schedule([{ id: retryTimer(ticketId), kind: 'RETRY_DISPATCH', ticketId, dueAt: locked.now }]);
};
