import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const shape = z.object({
  id: z.string(),
  channel: z.string(),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  sent_at: z.string(),
});
export type Mail = z.infer<typeof shape>;

const newestShown = 200;
const largestFile = 1_000_000;

/** The newest mails and SMS of the outbox folder, newest first. */
export async function readMails(folder: string): Promise<Mail[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const files = await Promise.all(names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return { name, at: found?.mtimeMs ?? 0, bytes: found?.size ?? Infinity };
  }));
  const newest = files.filter(({ bytes }) => bytes <= largestFile).sort((left, right) => right.at - left.at);
  const mails = await Promise.all(newest.slice(0, newestShown).map(({ name }) => readMail(join(folder, name))));
  return mails.filter((mail) => mail !== undefined);
}

/** Undefined for a file that is gone or is no mail. */
async function readMail(file: string): Promise<Mail | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
