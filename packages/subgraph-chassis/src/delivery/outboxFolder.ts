import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel, Sender } from './channels.ts';

/** Lays each message into the folder as `<id>.json`, whole or not at all, for its owner only; the same message again replaces itself. */
export function outboxSender(folder: string, channel: Channel): Sender {
  return async (message) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `.${message.id}.${process.pid}.tmp`);
    await writeFile(draft, `${JSON.stringify({ channel, ...message, sent_at: new Date().toISOString() }, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, join(folder, `${message.id}.json`));
  };
}
