import { workflowMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { checkUserErrors, orTryLater } from '../lookups/graphAnswers.ts';
import { contactOf } from '../lookups/contact.ts';
import { notification } from '../notifications/notification.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

const mutation = `mutation Invite($input: InviteToSurveyInput!) {
  inviteToSurvey(input: $input) { token userErrors { code message } }
}`;
type Answer = { inviteToSurvey: { token: string | null; userErrors: { code: string; message: string }[] } };

/** One invitation per ticket, whatever happens: the key is the ticket's id, and the link goes out in a message of its own. */
export async function inviteToSurvey(workflow: Workflow, message: Message): Promise<TicketEffect | null> {
  const { ticketId, ticketNumber, customerId, productName } = workflowMessages.invite_to_survey.parse(message.payload);
  const contact = await orTryLater(contactOf(workflow.graph, 'CUSTOMER', customerId));
  if (contact?.isUnproven) {
    workflow.logger.info({ ticketId }, 'no survey: the address is not proven');
    return null;
  }
  const input = { idempotencyKey: ticketId, customerId, ticketNumber };
  const { inviteToSurvey: { token, userErrors } } = await orTryLater(workflow.graph.request<Answer>(mutation, { input }));
  checkUserErrors(userErrors);
  if (!token) throw new Error('the invitation came without a token');
  const link = `${workflow.publicUrl}/survey/${encodeURIComponent(token)}`;
  const ticket = { id: ticketId, number: ticketNumber, customerId, productName };
  return (tx) => tx.enqueue([notification(message.id, ticket, { template: 'SURVEY_INVITATION', link })]);
}
