import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { gathered, notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The slot was given up already where it no longer suits: that is told at once. That something was changed is told once for many changes. */
export async function ticketUpdated({ gathering }: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, withdrawn } = ticketMessages.ticket_updated.parse(message.payload);
  return async (tx) => {
    const { scheduledStart: start, scheduledEnd: end } = ticket.visit ?? {};
    const kept = ticket.expertId && !withdrawn ? [gathered(message.id, ticket, { template: 'VISIT_CHANGED', expertId: ticket.expertId, start, end })] : [];
    await tx.gather([gathered(message.id, ticket, { template: 'TICKET_UPDATED' }), ...kept], gathering);
    if (withdrawn) await tx.enqueue([notification(message.id, ticket, { template: 'OFFER_WITHDRAWN', expertId: withdrawn.expertId })]);
  };
}
