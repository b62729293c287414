import { workflowMessages, type DeliverNotification } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { TryLater } from '@sysops-squad/chassis/outbox/message';
import { checkUserErrors, orTryLater } from '../lookups/graphAnswers.ts';
import { contactOf, wayTo, type Channel, type Contact } from '../lookups/contact.ts';
import { quietMinutesLeft } from '../notifications/quietHours.ts';
import { wordsFor } from '../notifications/words.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

const mutation = `mutation Deliver($input: SendNotificationInput!) {
  sendNotification(input: $input) { notification { id status } userErrors { code message } }
}`;
type Answer = { sendNotification: { userErrors: { code: string; message: string }[] } };

const LOCAL_TIME = 'Europe/Berlin';

/** Sent before it is acknowledged: the idempotency key is the message's id, so that a second delivery sends nothing. */
export async function deliverNotification(workflow: Workflow, message: Message): Promise<TicketEffect | null> {
  const payload = workflowMessages.deliver_notification.parse(message.payload);
  const contact = await orTryLater(contactOf(workflow.graph, payload.recipientKind, payload.recipientId));
  const way = contact && !(contact.isUnproven && payload.template === 'SURVEY_INVITATION') ? wayTo(contact) : null;
  if (!contact || !way) {
    workflow.logger.warn({ messageId: message.id, template: payload.template }, 'nobody can be reached: not sent');
    return null;
  }
  waitForMorning(way.channel, contact);
  const words = wordsFor({ ...payload, expertName: await expertName(workflow, payload), timeZone: contact.quietHours?.timeZone ?? LOCAL_TIME });
  await send(workflow, { idempotencyKey: message.id, ...recipientOf(payload), ...way, ...words });
  return null;
}

const recipientOf = ({ recipientKind, recipientId, template }: DeliverNotification) => ({ recipientKind, recipientId, template });

async function send({ graph }: Workflow, input: Record<string, unknown>): Promise<void> {
  const { sendNotification } = await orTryLater(graph.request<Answer>(mutation, { input }));
  checkUserErrors(sendNotification.userErrors);
}

function waitForMorning(channel: Channel, { quietHours }: Contact): void {
  const minutes = channel === 'SMS' && quietHours ? quietMinutesLeft(quietHours, new Date()) : 0;
  if (minutes > 0) throw new TryLater('held back during quiet hours', minutes * 60_000);
}

async function expertName({ sql }: Workflow, { expertId }: DeliverNotification): Promise<string> {
  const [expert] = expertId ? await sql<{ name: string }>('SELECT name FROM roster_expert WHERE id = $1', [expertId]) : [];
  return expert?.name ?? 'Our expert';
}
