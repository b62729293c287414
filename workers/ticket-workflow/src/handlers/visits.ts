import { ticketMessages, type TicketMessage } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import type { OutboxMessage } from '../../../../subgraphs/ticket/src/storage/outbox.ts';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

export async function visitStarted(_: Workflow, message: Message): Promise<TicketEffect> {
  const { ticket, expertId } = ticketMessages.visit_started.parse(message.payload);
  return (tx) => tx.enqueue([notification(message.id, ticket, { template: 'EXPERT_ON_THE_WAY', expertId })]);
}

/** Fixed: survey, and the article when there is one. Not fixed: the follow-up visit. Nobody at home: the customer names new times. */
export async function visitCompleted(_: Workflow, message: Message): Promise<TicketEffect> {
  const completed = ticketMessages.visit_completed.parse(message.payload);
  return (tx) => tx.enqueue([...followingFrom[completed.outcome](message.id, completed), ...article(message.id, completed)]);
}

type Completed = TicketMessage<'visit_completed'>;

const followingFrom: Record<Completed['outcome'], (cause: string, completed: Completed) => OutboxMessage[]> = {
  FIXED: (cause, { ticket: { id, number, customerId, productName } }) =>
    [{ id: `${cause}:survey`, type: 'invite_to_survey', aggregateId: id, version: null, payload: { ticketId: id, ticketNumber: number, customerId, productName } }],
  FOLLOW_UP_NEEDED: (cause, { ticket }) => [notification(cause, ticket, { template: 'FOLLOW_UP_PLANNED' })],
  NO_ENTRY: (cause, { ticket, expertId }) => [notification(cause, ticket, { template: 'NOBODY_AT_HOME', expertId })],
};

const article = (cause: string, { article: written, ticket, expertId }: Completed): OutboxMessage[] =>
  written
    ? [{ id: `${cause}:article`, type: 'publish_article', aggregateId: ticket.id, version: null, payload: { ...written, authorExpertId: expertId, ticketNumber: ticket.number } }]
    : [];
