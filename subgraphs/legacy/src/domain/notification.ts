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

const limits = { idempotencyKey: 200, recipientId: 100, address: 320, template: 100, body: 5_000 } as const;

export function mistakesInNotification(input: NotificationInput): UserError[] {
  const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);
  const lengths = Object.entries(limits).flatMap(([field, most]) => {
    const text = input[field as keyof typeof limits];
    return text.trim() === '' || text.length > most ? [invalid(`${field} must have 1 to ${most} characters.`, field)] : [];
  });
  const kind = ['CUSTOMER', 'EXPERT'].includes(input.recipientKind) ? [] : [invalid('recipientKind must be CUSTOMER or EXPERT.', 'recipientKind')];
  const pattern = input.channel === 'EMAIL' ? /^[^\s@]+@[^\s@]+$/ : /^\+?[\d ]{5,25}$/;
  const address = pattern.test(input.address) ? [] : [invalid(`address is no ${input.channel === 'EMAIL' ? 'e-mail address' : 'phone number'}.`, 'address')];
  const subject = input.subject.length <= 200 ? [] : [invalid('subject must have at most 200 characters.', 'subject')];
  return [...lengths, ...subject, ...kind, ...address];
}
