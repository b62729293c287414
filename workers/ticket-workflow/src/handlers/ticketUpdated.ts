import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The slot was given up already where it no longer suits; here both are told. */
export async function ticketUpdated(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, withdrawn } = ticketMessages.ticket_updated.parse(message.payload);
  return async (tx) => {
    const { scheduledStart: start, scheduledEnd: end } = ticket.visit ?? {};
    const kept = ticket.expertId && !withdrawn ? [notification(message.id, ticket, { template: 'VISIT_CHANGED', expertId: ticket.expertId, start, end })] : [];
    const freed = withdrawn ? [notification(message.id, ticket, { template: 'OFFER_WITHDRAWN', expertId: withdrawn.expertId })] : [];
    await tx.enqueue([notification(message.id, ticket, { template: 'TICKET_UPDATED' }), ...kept, ...freed]);
  };
}
