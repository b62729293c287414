import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The expert who did not answer is told that it is too late. */
export async function offerExpired(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, expertId } = ticketMessages.offer_expired.parse(message.payload);
  return (tx) => tx.enqueue([notification(message.id, ticket, { template: 'OFFER_WITHDRAWN', expertId })]);
}
