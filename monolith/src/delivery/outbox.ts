import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sender } from './channels.ts';

/** Lays each message into the folder as `<id>.json`, whole or not at all; the same message again replaces itself. */
export function outboxSender(folder: string, channel: 'EMAIL' | 'SMS'): Sender {
  return async (message) => {
    await mkdir(folder, { recursive: true });
    const draft = join(folder, `.${message.id}.${process.pid}.tmp`);
    await writeFile(draft, `${JSON.stringify({ channel, ...message, sent_at: new Date().toISOString() }, null, 2)}\n`);
    await rename(draft, join(folder, `${message.id}.json`));
  };
}
