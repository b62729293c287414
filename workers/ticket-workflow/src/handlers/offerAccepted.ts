import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The customer hears who comes and when. An expert whom a manager booked hears it too, and so does whoever had it before. */
export async function offerAccepted(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, expertId, assignedBy, replaced } = ticketMessages.offer_accepted.parse(message.payload);
  return async (tx) => {
    const when = { start: ticket.visit?.scheduledStart, end: ticket.visit?.scheduledEnd };
    const assigned = assignedBy ? [notification(message.id, ticket, { template: 'VISIT_ASSIGNED', expertId, ...when })] : [];
    const released = replaced ? [notification(message.id, ticket, { template: 'OFFER_WITHDRAWN', expertId: replaced.expertId })] : [];
    await tx.hurry(ticket.id);
    await tx.enqueue([notification(message.id, ticket, { template: 'TICKET_ACCEPTED', expertId, ...when }), ...assigned, ...released]);
  };
}
