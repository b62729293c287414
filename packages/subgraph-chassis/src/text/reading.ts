import { userError, type UserError } from '../userError.ts';

/** What a text was understood as, or why it cannot be. */
export type Reading<Value> = { value: Value } | { refused: UserError[] };

type ValueOf<Of> = [Of] extends [Reading<infer Value>] ? Value : never;

export const refusedAs = (code: string, message: string, field: string): { refused: UserError[] } => ({
  refused: [userError(code, message, field)],
});

/** The values of all readings, or everything that is wrong with any of them. */
export function readAll<Readings extends Record<string, Reading<unknown>>>(
  readings: Readings,
): Reading<{ [Key in keyof Readings]: ValueOf<Readings[Key]> }> {
  const entries = Object.entries(readings);
  const refused = entries.flatMap(([, reading]) => ('refused' in reading ? reading.refused : []));
  if (refused.length > 0) return { refused };
  return { value: Object.fromEntries(entries.map(([key, reading]) => [key, (reading as { value: unknown }).value])) as never };
}

/** Everything that is wrong with any of these readings. */
export const refusalsIn = (...readings: Reading<unknown>[]): UserError[] =>
  readings.flatMap((reading) => ('refused' in reading ? reading.refused : []));
