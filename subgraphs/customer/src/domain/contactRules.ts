import { userError, type UserError } from '@sysops-squad/chassis/userError';

/** What a text was understood as, or why it cannot be. */
export type Reading<Value> = { value: Value } | { refused: UserError[] };

const invalid = (message: string, field: string): { refused: UserError[] } => ({ refused: [userError('INVALID_INPUT', message, field)] });

export function readText(text: string, field: string, maximum: number): Reading<string> {
  const value = text.trim();
  return value !== '' && [...value].length <= maximum ? { value } : invalid(`\`${field}\` must have 1 to ${maximum} characters.`, field);
}

const emailPattern = /^[^\s@"<>(),:;\\[\]]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

export function readEmail(text: string, field: string): Reading<string> {
  const value = text.trim().toLowerCase();
  if (value.length <= 254 && emailPattern.test(value)) return { value };
  return { refused: [userError('INVALID_EMAIL', 'This is not an e-mail address, e.g. name@example.org.', field)] };
}

/** Spaces and the usual separators are left out. */
export function readPhone(text: string | null | undefined, field: string): Reading<string | null> {
  const value = (text ?? '').replace(/[\s()./-]/g, '');
  if (value === '') return { value: null };
  return /^\+?\d{5,20}$/.test(value) ? { value } : invalid('A phone number has 5 to 20 digits with an optional leading +.', field);
}

/** The values of all readings, or everything that is wrong with any of them. */
export function readAll<Readings extends Record<string, Reading<unknown>>>(readings: Readings): Reading<{ [Key in keyof Readings]: Readings[Key] extends Reading<infer Value> ? Value : never }> {
  const entries = Object.entries(readings);
  const refused = entries.flatMap(([, reading]) => ('refused' in reading ? reading.refused : []));
  if (refused.length > 0) return { refused };
  return { value: Object.fromEntries(entries.map(([key, reading]) => [key, (reading as { value: unknown }).value])) as never };
}
