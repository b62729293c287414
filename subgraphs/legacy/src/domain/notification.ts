import { readEmail } from '@sysops-squad/chassis/text/readEmail';
import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { readLine, readProse } from '@sysops-squad/chassis/text/readText';
import { isAtMost } from '@sysops-squad/chassis/text/textLength';
import { userError, type UserError } from '@sysops-squad/chassis/userError';

export type Channel = 'EMAIL' | 'SMS';

export type Notification = {
  id: string;
  recipientKind: string;
  recipientId: string;
  channel: Channel;
  address: string;
  template: string;
  subject: string | null;
  body: string;
  status: 'QUEUED' | 'SENT' | 'FAILED';
  createdAt: Date;
  sentAt: Date | null;
};

export type NotificationInput = {
  idempotencyKey: string;
  recipientKind: string;
  recipientId: string;
  channel: Channel;
  address: string;
  template: string;
  subject: string;
  body: string;
};

const lines = { idempotencyKey: 200, recipientId: 100, address: 320, template: 100 } as const;
const phoneNumber = /^\+?[\d ]{5,25}$/;

/** The subject holds names that other contexts keep: what cannot stand in a header is taken out of it, not refused. */
export function mistakesInNotification(input: NotificationInput): UserError[] {
  const { recipientKind, subject, body } = input;
  const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);
  const texts = Object.entries(lines).map(([field, maximum]) => readLine(input[field as keyof typeof lines], field, { maximum }));
  return [
    ...refusalsIn(...texts, readProse(body, 'body', { maximum: 5_000 })),
    ...(isAtMost(subject, 200) ? [] : [invalid('subject must have at most 200 characters.', 'subject')]),
    ...(['CUSTOMER', 'EXPERT'].includes(recipientKind) ? [] : [invalid('recipientKind must be CUSTOMER or EXPERT.', 'recipientKind')]),
    ...mistakesInAddress(input).map((message) => invalid(message, 'address')),
  ];
}

function mistakesInAddress({ channel, address }: NotificationInput): string[] {
  if (channel === 'EMAIL') return refusalsIn(readEmail(address, 'address')).map(({ message }) => message);
  return phoneNumber.test(address) ? [] : ['address is no phone number.'];
}
