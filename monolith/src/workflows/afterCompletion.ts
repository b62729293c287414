import type { Ticket } from './ticketStep.ts';
import type { inviteToSurvey } from './inviteToSurvey.ts';
import type { notify } from './notify.ts';

/** Invites the customer to the survey; like all work after a reply it dies with the process. The subject is all that names the ticket. */
export async function afterCompletion(ticket: Ticket, invite: ReturnType<typeof inviteToSurvey>, tell: ReturnType<typeof notify>): Promise<void> {
  const subject = `Ticket ${ticket.number}`;
  const { invitation } = await invite({ idempotency_key: `survey:${ticket.id}`, customer_id: ticket.customer_id, subject });
  await tell({
    idempotency_key: `survey:${ticket.id}:mail`, recipient_kind: 'CUSTOMER', recipient_id: ticket.customer_id, template: 'SURVEY',
    subject: `${subject}: how was it?`, body: `Your expert has finished. Tell us how it was; your code is ${invitation.token}`,
  });
}
