import { ticketMessages, type TicketMessage } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import type { OutboxMessage } from '../../../../subgraphs/ticket/src/storage/outbox.ts';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

/** The roster says that the expert cannot come: they hear it, and so does a customer to whom they were promised. */
export async function offerWithdrawn(_: Workflow, message: Message): Promise<TicketEffect> {
  const withdrawn = ticketMessages.offer_withdrawn.parse(message.payload);
  const { ticket, expertId, accepted, start, end } = withdrawn;
  const toExpert = notification(message.id, ticket, { template: accepted ? 'VISIT_WITHDRAWN' : 'OFFER_WITHDRAWN', expertId, start, end });
  return (tx) => tx.enqueue([toExpert, ...(accepted ? [replacementSought(message.id, withdrawn)] : [])]);
}

/** The expert has said so: the customer hears that somebody else is looked for, and who it is only once it is certain. */
export async function expertCannotArrive(_: Workflow, message: Message): Promise<TicketEffect> {
  const given = ticketMessages.expert_cannot_arrive.parse(message.payload);
  return (tx) => tx.enqueue([replacementSought(message.id, given)]);
}

type Broken = TicketMessage<'offer_withdrawn'> | TicketMessage<'expert_cannot_arrive'>;

function replacementSought(cause: string, { ticket, expertId, start, end, occurredAt }: Broken): OutboxMessage {
  const promisedBy = Date.parse(ticket.arriveBy) > Date.parse(occurredAt) ? ticket.arriveBy : null;
  return notification(cause, ticket, { template: 'REPLACEMENT_SOUGHT', expertId, start, end, promisedBy });
}

/** Whoever was told that somebody else is looked for also hears when that takes longer than was promised. */
export async function slaBreached({ sql }: Workflow, message: Message): Promise<TicketEffect | null> {
  const { ticket } = ticketMessages.sla_breached.parse(message.payload);
  const broken = await sql(
    `SELECT 1 FROM ticket_event WHERE ticket_id = $1 AND (type = 'EXPERT_CANNOT_ARRIVE' OR (type = 'OFFER_WITHDRAWN' AND payload -> 'brokenRules' <> '[]')) LIMIT 1`, [ticket.id]);
  return broken.length === 0 ? null : (tx) => tx.enqueue([notification(message.id, ticket, { template: 'DELAYED' })]);
}
