import { createHash } from 'node:crypto';
import type { DispatchPolicy, DispatchRequest, DispatchSnapshot } from './types.ts';

/** SHA-256 (hex) over a form in which order of keys and rows does not matter. */
export function digestOf(input: { snapshot: DispatchSnapshot; request: DispatchRequest; policy: DispatchPolicy; now: Date }): string {
  return createHash('sha256').update(canonical(input)).digest('hex');
}

function canonical(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).sort().join(',')}}`;
}
