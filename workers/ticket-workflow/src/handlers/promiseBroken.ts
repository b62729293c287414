import { ticketMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The roster says that the expert cannot come: they hear it, and so does a customer to whom they were promised. */
export async function offerWithdrawn(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, expertId, accepted, start, end } = ticketMessages.offer_withdrawn.parse(message.payload);
  const toExpert = notification(message.id, ticket, { template: accepted ? 'VISIT_WITHDRAWN' : 'OFFER_WITHDRAWN', expertId, start, end });
  const toCustomer = accepted ? [notification(message.id, ticket, { template: 'REPLACEMENT_SOUGHT', expertId, start, end })] : [];
  return (tx) => tx.enqueue([toExpert, ...toCustomer]);
}

/** The expert has said so: the customer hears that somebody else is looked for, and who it is only once it is certain. */
export async function expertCannotArrive(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, expertId, start, end } = ticketMessages.expert_cannot_arrive.parse(message.payload);
  return (tx) => tx.enqueue([notification(message.id, ticket, { template: 'REPLACEMENT_SOUGHT', expertId, start, end })]);
}
