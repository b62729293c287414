import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { recordEntitlement } from '../../../../subgraphs/ticket/src/domain/recordEntitlement.ts';
import type { Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { nothing, type TicketEffect, type Workflow } from '../workflow.ts';
import { examine, type Intake, type WaitingTicket } from './intake.ts';
import { offerToBest } from './offerToBest.ts';
import { record } from './record.ts';
import { retryIn } from './retry.ts';

/**
 * Brings a ticket that waits for an expert as far as it will go, from whatever state it is in. Every cause ends here, a message,
 * a timer, somebody who was freed, so that it does not matter which comes first, comes twice or does not come at all.
 */
export async function advance(workflow: Workflow, ticketId: string): Promise<TicketEffect> {
  const [ticket] = await workflow.sql<WaitingTicket>(
    `SELECT id, status, attention_reason, customer_id, product_id, product_name, address_id, territory_id, created_at FROM ticket WHERE id = $1`, [ticketId]);
  if (!ticket || !isWaiting({ status: ticket.status, reason: ticket.attention_reason })) return nothing;
  const intake = ticket.status === 'NEW' || ticket.territory_id === null ? await examine(workflow, ticket) : null;
  return async (tx) => {
    const locked = await tx.lock(ticketId);
    if (!locked) return;
    const next = intake ? await settle(tx, locked.ticket, intake, locked.now) : locked.ticket;
    if (next && next.status !== 'NEW' && isWaiting({ status: next.status, reason: next.attention?.reason ?? null })) await offerToBest(workflow, tx, next, locked.now);
  };
}

const isWaiting = ({ status, reason }: { status: string; reason: string | null }): boolean =>
  status === 'NEW' || status === 'AWAITING_DISPATCH' || (status === 'NEEDS_ATTENTION' && (reason === 'NO_EXPERT' || reason === 'UNKNOWN_PRODUCT'));

/** The ticket after its examination, which a new one needs, and one of which nobody knows where it is; null when it has to wait for another try or a person. */
async function settle(tx: Transaction, ticket: Ticket, intake: Intake, now: Date): Promise<Ticket | null> {
  if (ticket.status !== 'NEW' && ticket.location?.territoryId) return ticket;
  if ('later' in intake) {
    await retryIn(tx, ticket.id, now, intake.inMs);
    return null;
  }
  if (intake.ok) return record(tx, ticket, recordEntitlement(ticket, intake, now));
  await record(tx, ticket, markNeedsAttention(ticket, intake, now));
  return null;
}
