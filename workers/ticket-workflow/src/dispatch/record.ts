import { isRefusal, type Decision } from '../../../../subgraphs/ticket/src/domain/decision.ts';
import type { Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { WORKFLOW } from '../workflow.ts';

/** A refusal means that the ticket has moved on by itself: nothing is to be done. */
export async function record(tx: Transaction, ticket: Ticket, decision: Decision): Promise<Ticket> {
  return isRefusal(decision) ? ticket : tx.record(ticket, decision.facts, WORKFLOW);
}
