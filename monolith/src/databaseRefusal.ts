import { Refusal } from './refusal.ts';

type DatabaseError = { code?: string; column?: string; constraint?: string; detail?: string };

/** What PostgreSQL refused because of the caller's input, in the caller's words; undefined for anything that is our own fault. */
export function databaseRefusal(error: unknown): Refusal | undefined {
  const { code, column, constraint, detail } = (error ?? {}) as DatabaseError;
  const field = column ?? /^Key \((\w+)\)/.exec(detail ?? '')?.[1];
  if (code === '23505') return new Refusal(409, 'ALREADY_EXISTS', `Another row has this ${field ?? 'value'}.`, field);
  if (code === '23503') return new Refusal(409, 'REFERENCE', `${detail ?? constraint} Create or keep the other row first.`, field);
  if (code === '23502') return new Refusal(400, 'BAD_INPUT', `Give a value for ${field}.`, field);
  if (code === '23514') return new Refusal(400, 'BAD_INPUT', `The rule ${constraint} does not allow this value.`, field);
  if (code?.startsWith('22')) return new Refusal(400, 'BAD_INPUT', 'A value has the wrong form.', field);
  return undefined;
}
