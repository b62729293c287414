import { userError } from '@sysops-squad/chassis/userError';
import { mistakesInNotification, type NotificationInput } from '../domain/notification.ts';
import { deliver } from '../monolith/notifications.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

const fields = { idempotency_key: 'idempotencyKey', recipient_kind: 'recipientKind', recipient_id: 'recipientId' };

export const sendNotification = ({ rest }: WritingParts) => async (_: Request, input: NotificationInput) => {
  const mistakes = mistakesInNotification(input);
  if (mistakes.length > 0) return refused(...mistakes);
  const payload = await unlessRefused(async () => ({ notification: await deliver(rest, input) }), { fields });
  if (!('notification' in payload) || payload.notification.status === 'SENT') return payload;
  const reason = payload.notification.status === 'FAILED' ? 'The message could not be delivered' : 'The message is being delivered by another request';
  return { ...payload, userErrors: [userError('TRY_AGAIN', `${reason}; send it again with the same idempotencyKey.`)] };
};
