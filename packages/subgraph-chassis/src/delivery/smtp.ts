import { createTransport } from 'nodemailer';
import type { Sender } from './channels.ts';

const SENDER = 'Sysops Squad <no-reply@sysops.example>';

export function smtpSender(url: string): { send: Sender; close(): void } {
  const transport = createTransport({ url, pool: true, maxConnections: 2, connectionTimeout: 4_000, greetingTimeout: 4_000, socketTimeout: 8_000 });
  const send: Sender = async ({ id, to, subject, body }) => {
    // The same Message-ID at every try lets mail servers recognise a repetition.
    await transport.sendMail({ from: SENDER, to, subject, text: body, messageId: `<${id}@sysops.example>` });
  };
  return { send, close: () => transport.close() };
}
