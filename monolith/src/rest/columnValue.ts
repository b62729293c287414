import type { ColumnKind } from '../tables.ts';
import { badInput } from '../refusal.ts';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const isMoment = (value: unknown, form: RegExp) => typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value));
const isTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes('\0'));

const accepts: Record<ColumnKind, { wants: string; test: (value: unknown) => boolean }> = {
  text: { wants: 'a text', test: (value) => typeof value === 'string' && !value.includes('\0') },
  integer: { wants: 'a whole number below 2147483648', test: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 },
  bigint: { wants: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  'double precision': { wants: 'a number', test: (value) => Number.isFinite(value) },
  boolean: { wants: 'true or false', test: (value) => typeof value === 'boolean' },
  timestamptz: { wants: 'a time such as 2026-01-31T08:00:00Z', test: (value) => isMoment(value, TIMESTAMP) },
  date: { wants: 'a date such as 2026-01-31', test: (value) => isMoment(value, DATE) },
  'text[]': { wants: 'a list of texts', test: isTexts },
  jsonb: { wants: 'a list of objects', test: (value) => Array.isArray(value) },
};

/** A value of a JSON body as a query parameter, or a refusal that names the field. */
export function bodyParameter(field: string, kind: ColumnKind, value: unknown): unknown {
  if (value === null) return null;
  if (!accepts[kind].test(value)) throw badInput(field, `${field} must be ${accepts[kind].wants}, or null.`);
  return kind === 'jsonb' ? JSON.stringify(value) : value;
}

/** A value of a query string, which is always text, as a query parameter. */
export function filterParameter(field: string, kind: ColumnKind, text: string): unknown {
  if (kind === 'boolean') return bodyParameter(field, kind, text === 'true' ? true : text === 'false' ? false : text);
  const numeric = kind === 'integer' || kind === 'bigint' || kind === 'double precision';
  return bodyParameter(field, kind, numeric && text !== '' ? Number(text) : text);
}
