import { createTransport } from 'nodemailer';
import { oneLine } from '../text/oneLine.ts';
import type { Sender } from './channels.ts';

/** Several, or one with a name, would be read as a list. */
const oneAddress = /^[^\s@,;:<>()"\\\p{Cc}\p{Cf}]+@[^\s@,;:<>()"\\\p{Cc}\p{Cf}]+$/u;
const SENDER = 'Sysops Squad <no-reply@sysops.example>';

export function smtpSender(url: string): { send: Sender; close(): void } {
  const transport = createTransport({ url, pool: true, maxConnections: 2, connectionTimeout: 4_000, greetingTimeout: 4_000, socketTimeout: 8_000 });
  const send: Sender = async ({ id, to, subject, body }) => {
    if (!oneAddress.test(to)) throw new Error('The recipient is not one e-mail address.');
    // The same Message-ID at every try lets mail servers recognise a repetition.
    await transport.sendMail({ from: SENDER, to: { name: '', address: to }, subject: oneLine(subject), text: body, messageId: `<${id}@sysops.example>` });
  };
  return { send, close: () => transport.close() };
}
