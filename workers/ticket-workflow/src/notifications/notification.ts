import type { DeliverNotification, NotificationTemplate } from '@sysops-squad/event-contracts';
import type { GatheredMessage } from '../../../../subgraphs/ticket/src/storage/gather.ts';
import type { OutboxMessage } from '../../../../subgraphs/ticket/src/storage/outbox.ts';

type AboutTicket = { id: string; number: string; productName: string; customerId: string };

const toExperts = ['OFFER_RECEIVED', 'OFFER_WITHDRAWN', 'VISIT_ASSIGNED', 'VISIT_CHANGED', 'VISIT_CANCELLED', 'VISIT_WITHDRAWN'] as const;
type ToExpert = (typeof toExperts)[number];
type Time = Date | string | null | undefined;
type Details = { start?: Time; end?: Time; expiresAt?: Date; promisedBy?: Time; link?: string };

/** `expertId`: whom it goes to, by templates for experts; by the others, who comes. */
export type Notification = Details & ({ template: ToExpert; expertId: string } | { template: Exclude<NotificationTemplate, ToExpert>; expertId?: string | null });

/** One message per cause, template and recipient, however often its cause is handled. */
export function notification(cause: string, ticket: AboutTicket, { template, expertId, start, end, expiresAt, promisedBy, link }: Notification): OutboxMessage & { payload: DeliverNotification } {
  const isToExpert = (toExperts as readonly string[]).includes(template);
  const recipientId = isToExpert ? (expertId ?? '') : ticket.customerId;
  const payload: DeliverNotification = {
    template, recipientKind: isToExpert ? 'EXPERT' : 'CUSTOMER', recipientId, ticketNumber: ticket.number, productName: ticket.productName,
    expertId: expertId ?? null, start: iso(start), end: iso(end), expiresAt: iso(expiresAt), promisedBy: iso(promisedBy), link: link ?? null, versions: [],
  };
  return { id: `${cause}:${template}:${recipientId}`, type: 'deliver_notification', aggregateId: ticket.id, version: null, payload };
}

/** One message for all causes of its kind that come shortly after one another, per ticket and recipient. */
export function gathered(cause: string, ticket: AboutTicket & { version: number }, what: Notification): GatheredMessage {
  const message = notification(cause, ticket, what);
  const payload = { ...message.payload, versions: [ticket.version] };
  return { ...message, payload, version: ticket.version, gatherKey: `${ticket.id}:${what.template}:${message.payload.recipientId}` };
}

const iso = (time: Time): string | null => (time instanceof Date ? time.toISOString() : (time ?? null));
