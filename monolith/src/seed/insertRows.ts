import type { Client } from '../database.ts';

export type Row = Record<string, unknown>;

const CHUNK = 5_000;

/** One statement per 5,000 rows. All rows have the columns of the first one. */
export async function insertRows(client: Client, table: string, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const columns = Object.keys(rows[0]!).map((name) => `"${name}"`).join(', ');
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = JSON.stringify(rows.slice(start, start + CHUNK));
    await client.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`, [chunk]);
  }
  return rows.length;
}
