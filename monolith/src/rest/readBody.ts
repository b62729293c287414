import { z } from 'zod';
import { badInput } from '../refusal.ts';

/** The body as the schema describes it, or a refusal that names the first field at fault. */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = issue.path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)), '');
  throw badInput(unknown ?? (path || 'body'), issue.message);
}

// PostgreSQL's text cannot hold a zero character.
const plain = (value: string) => !value.includes('\0');
export const text = (most: number) => z.string().trim().min(1).max(most).refine(plain, 'No zero characters.');
export const moment = z.iso.datetime({ offset: true, error: 'Give a time such as 2026-01-31T08:00:00Z.' });
export const id = text(100);
export const key = z.string().min(8).max(200).refine(plain, 'No zero characters.');
