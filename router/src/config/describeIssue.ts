import { z } from 'zod';
import { nearestKey } from './nearestKey.ts';
import type { Path } from './places.ts';

export type Mistake = { path: Path; /** Of `path`, the one that should not be there. */ key?: string; text: string };

/** What is wrong and what to write instead, once for each wrong key or value. */
export function mistakesIn(schema: z.ZodType, { issues }: z.ZodError): Mistake[] {
  const misspelt = new Set(issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('.')));
  return issues.flatMap((issue): Mistake[] => {
    const path = issue.path as Path;
    // What a block lacks may be what is misspelt in it.
    if (issue.code === 'custom' && misspelt.has(path.join('.'))) return [];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path, key, text: unknownKey(key, keysAt(schema, path)) }));
    return [{ path, text: wanted(issue) }];
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestKey(key, known);
  return `there is no key ${key} here; ${nearest ? `did you mean ${nearest}? ` : ''}Keys here: ${known.join(', ')}`;
}

const kinds: Record<string, string> = { int: 'a whole number', number: 'a number', string: 'a text', boolean: 'true or false', array: 'a list', object: 'a block of keys', record: 'a block of keys' };

function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value': return `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small': return `must be at least ${issue.minimum}`;
    case 'too_big': return `must be at most ${issue.maximum}`;
    case 'invalid_key': return issue.issues[0]?.message ?? issue.message;
    default: return issue.message;
  }
}

/** The keys that an object of the schema has at a path; a list and a block of names have the same for each of their items. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let at: unknown = schema;
  for (const part of path) {
    const inner = unwrapped(at);
    if (inner instanceof z.ZodObject) at = (inner.shape as Record<string, unknown>)[String(part)];
    else if (inner instanceof z.ZodArray) at = inner.element;
    else if (inner instanceof z.ZodRecord) at = inner.valueType;
  }
  const inner = unwrapped(at);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape as object) : [];
}

const unwrapped = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema);
