import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The expert was freed in the transaction that cancelled; here both are told. */
export async function ticketCancelled(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, withdrawn } = ticketMessages.ticket_cancelled.parse(message.payload);
  return async (tx) => {
    const { scheduledStart: start, scheduledEnd: end } = ticket.visit ?? {};
    const template = withdrawn?.accepted ? 'VISIT_CANCELLED' as const : 'OFFER_WITHDRAWN' as const;
    const toExpert = withdrawn ? [notification(message.id, ticket, { template, expertId: withdrawn.expertId, start, end })] : [];
    await tx.hurry(ticket.id);
    await tx.enqueue([notification(message.id, ticket, { template: 'TICKET_CANCELLED' }), ...toExpert]);
  };
}
