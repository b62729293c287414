import { normalText } from '@sysops-squad/chassis/text/normalText';
import { oneLine } from '@sysops-squad/chassis/text/oneLine';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import type { Notification, NotificationInput } from '../domain/notification.ts';
import type { Rest } from './rest.ts';

type NotificationRow = {
  id: string; recipient_kind: string; recipient_id: string; channel: Notification['channel']; address: string; template: string; subject: string; body: string;
  status: Notification['status']; created_at: string; sent_at: string | null;
};

const toNotification = (row: NotificationRow): Notification => ({
  id: row.id,
  recipientKind: row.recipient_kind,
  recipientId: row.recipient_id,
  channel: row.channel,
  address: row.address,
  template: row.template,
  subject: row.subject === '' ? null : row.subject,
  body: row.body,
  status: row.status,
  createdAt: new Date(row.created_at),
  sentAt: row.sent_at === null ? null : new Date(row.sent_at),
});

/** Newest first. */
export async function pageOfNotifications(rest: Rest, page: { recipientId: string | undefined; limit: number; offset: number }): Promise<Notification[]> {
  const { recipientId, limit, offset } = page;
  const { rows } = await rest.list<NotificationRow>('customer_notification', { recipient_id: recipientId, sort: '-created_at', limit: limit + 1, offset });
  return rows.map(toNotification);
}

/** Delivers once per idempotency key. */
export async function deliver(rest: Rest, input: NotificationInput): Promise<Notification> {
  const row = await rest.post<NotificationRow>('notifications', {
    idempotency_key: input.idempotencyKey,
    recipient_kind: input.recipientKind,
    recipient_id: input.recipientId,
    channel: input.channel,
    address: input.channel === 'EMAIL' ? normalEmail(input.address) : input.address,
    template: normalText(input.template),
    subject: oneLine(input.subject),
    body: normalText(input.body),
  });
  return toNotification(row);
}
