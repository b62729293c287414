import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { advance } from '../dispatch/advance.ts';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';
import { tellTerritory } from './territoryFreed.ts';

/** The next expert is asked; the one who said no is free for others. */
export const offerRefused = (workflow: Workflow, message: Message): Promise<TicketEffect> =>
  askNext(workflow, message, ticketMessages.offer_refused.parse(message.payload).ticketId);

/** The same, and the expert who did not answer is told that it is too late. */
export async function offerExpired(workflow: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, expertId } = ticketMessages.offer_expired.parse(message.payload);
  const next = await askNext(workflow, message, ticket.id);
  return async (tx) => {
    await tx.enqueue([notification(message.id, ticket, { template: 'OFFER_WITHDRAWN', expertId })]);
    await next(tx);
  };
}

async function askNext(workflow: Workflow, message: Message, ticketId: string): Promise<TicketEffect> {
  const dispatch = await advance(workflow, ticketId);
  return async (tx) => {
    await dispatch(tx);
    await tellTerritory(tx, message.id, ticketId);
  };
}
