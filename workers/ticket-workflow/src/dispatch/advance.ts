import { isRefusal, type Decision } from '../../../../subgraphs/ticket/src/domain/decision.ts';
import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { recordEntitlement } from '../../../../subgraphs/ticket/src/domain/recordEntitlement.ts';
import type { Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { nothing, WORKFLOW, type TicketEffect, type Workflow } from '../workflow.ts';
import { examine, type Intake, type WaitingTicket } from './intake.ts';
import { offerToBest } from './offerToBest.ts';
import { retryIn } from './retry.ts';

/**
 * Brings a ticket that waits for an expert as far as it will go, from whatever state it is in. Every cause ends here, a message,
 * a timer, somebody who was freed, so that it does not matter which comes first, comes twice or does not come at all.
 */
export async function advance(workflow: Workflow, ticketId: string): Promise<TicketEffect> {
  const [ticket] = await workflow.sql<WaitingTicket>(
    'SELECT id, status, customer_id, product_id, product_name, address_id, created_at FROM ticket WHERE id = $1', [ticketId]);
  if (!ticket || !['NEW', 'AWAITING_DISPATCH', 'NEEDS_ATTENTION'].includes(ticket.status)) return nothing;
  const intake = ticket.status === 'NEW' ? await examine(workflow, ticket) : null;
  return async (tx) => {
    const locked = await tx.lock(ticketId);
    if (!locked) return;
    const next = intake ? await settle(tx, locked.ticket, intake, locked.now) : locked.ticket;
    if (next && isWaiting(next)) await offerToBest(workflow, tx, next, locked.now);
  };
}

const isWaiting = (ticket: Ticket): boolean =>
  ticket.status === 'AWAITING_DISPATCH' || (ticket.status === 'NEEDS_ATTENTION' && ticket.attention?.reason === 'NO_EXPERT');

/** The new ticket after its examination; null when it has to wait for another try. */
async function settle(tx: Transaction, ticket: Ticket, intake: Intake, now: Date): Promise<Ticket | null> {
  if (ticket.status !== 'NEW') return ticket;
  if ('later' in intake) {
    await retryIn(tx, ticket.id, now, RETRY_LOOKUP_MS);
    return null;
  }
  if (intake.ok) return record(tx, ticket, recordEntitlement(ticket, intake, now));
  return record(tx, ticket, markNeedsAttention(ticket, intake, now));
}

const RETRY_LOOKUP_MS = 5_000;

/** A refusal means that the ticket has moved on by itself: nothing is to be done. */
export async function record(tx: Transaction, ticket: Ticket, decision: Decision): Promise<Ticket> {
  return isRefusal(decision) ? ticket : tx.record(ticket, decision.facts, WORKFLOW);
}
