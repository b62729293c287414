import type { Table } from '../tables.ts';
import { visibleColumns } from '../tables.ts';
import { badInput, Refusal } from '../refusal.ts';
import { bodyParameter } from './columnValue.ts';

export type Row = Record<string, unknown>;

/** A JSON body as column names and parameters, refusing every column that is not in the table's description. */
export function rowToWrite(table: Table, body: unknown, refused: string[]): { names: string[]; values: unknown[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(400, 'BAD_INPUT', 'Send a JSON object with column names.');
  const writable = visibleColumns(table).filter((name) => !refused.includes(name));
  const names = Object.keys(body);
  for (const name of names) {
    if (!writable.includes(name)) throw badInput(name, `${name} cannot be written; these can: ${writable.join(', ')}.`);
  }
  return { names, values: names.map((name) => bodyParameter(name, table.columns[name]!, (body as Row)[name])) };
}
