import type { Channels } from './channels.ts';
import { outboxSender } from './outboxFolder.ts';
import { smtpSender } from './smtp.ts';

/** E-mail over SMTP where there is one, otherwise into the outbox folder; SMS always into the folder. */
export function openChannels({ outboxDir, smtpUrl }: { outboxDir: string; smtpUrl: string | undefined }): Channels {
  const smtp = smtpUrl ? smtpSender(smtpUrl) : undefined;
  return { EMAIL: smtp?.send ?? outboxSender(outboxDir, 'EMAIL'), SMS: outboxSender(outboxDir, 'SMS'), close: () => smtp?.close() };
}
