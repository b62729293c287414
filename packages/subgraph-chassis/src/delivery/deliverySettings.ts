import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { blankIsAbsent, optional } from '../environment.ts';

/**
 * For the environment of a process that sends mail or SMS itself.
 * SMTP_URL: the mail server; without one, mails go into the folder NOTIFICATION_OUTBOX_DIR, as every SMS does.
 */
export const deliveryVariables = {
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'leave it out, or set it to smtp://user:password@host:port' })),
  NOTIFICATION_OUTBOX_DIR: z.preprocess(blankIsAbsent, z.string().default(join(tmpdir(), 'sysops-outbox'))),
};

export type DeliverySettings = { outboxDir: string; smtpUrl: string | undefined };
