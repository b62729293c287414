import type { FieldChange } from './facts.ts';

/** UTF-16 code units of a value that are kept; the whole text of a description is in the ticket. */
const longest = 1_000;

/** What differs, field by field, as text; null stands for nothing. */
export const fieldChanges = (fields: Record<string, [from: string | null, to: string | null]>): FieldChange[] =>
  Object.entries(fields).flatMap(([field, [from, to]]) => (from === to ? [] : [{ field, from: cut(from), to: cut(to) }]));

const cut = (text: string | null): string | null =>
  text === null || text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
