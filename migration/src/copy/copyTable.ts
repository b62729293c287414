import { createHash } from 'node:crypto';
import type pg from 'pg';

export type TableProof = { table: string; rows: number; checksum: string };

export type TableCopy = {
  /** In the target database. */
  table: string;
  columns: string[];
  /** Reads the rows out of the source under the target's column names; must be ordered by the key's text in collation "C". */
  select: string;
  /** Unique key of a row. */
  key: string;
};

const chunk = 5_000;

type Row = Record<string, unknown>;

/**
 * Copies what the target lacks and then proves the copy: every row of the source is in the target, column by column.
 * Rows that only the target has are its own and not looked at.
 * @throws naming the first row that differs
 */
export async function copyTable(source: pg.Client, target: pg.Client, copy: TableCopy, onProgress: (text: string) => void): Promise<TableProof> {
  const wanted = (await source.query<Row>(copy.select)).rows;
  const columns = copy.columns.join(', ');
  for (let start = 0; start < wanted.length; start += chunk) {
    await target.query(
      `INSERT INTO ${copy.table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${copy.table}, $1) ON CONFLICT (${copy.key}) DO NOTHING`,
      [JSON.stringify(wanted.slice(start, start + chunk))],
    );
    onProgress(`${copy.table}: ${Math.min(start + chunk, wanted.length)} of ${wanted.length} rows`);
  }
  return prove(target, copy, wanted);
}

async function prove(target: pg.Client, { table, columns, key }: TableCopy, wanted: Row[]): Promise<TableProof> {
  const keys = wanted.map((row) => row[key]);
  const { rows } = await target.query<Row>(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${key} = ANY ($1) ORDER BY ${key} COLLATE "C"`, [keys]);
  if (rows.length !== wanted.length) throw new Error(`${table}: the monolith has ${wanted.length} rows, the copy ${rows.length}`);
  const [expected, found] = [wanted, rows].map((list) => list.map((row) => JSON.stringify(columns.map((column) => row[column]))));
  const different = expected!.findIndex((line, n) => line !== found![n]);
  if (different >= 0) throw new Error(`${table}: ${String(keys[different])} differs from the monolith's row`);
  const checksum = createHash('sha256').update(found!.join('\n')).digest('hex');
  return { table, rows: rows.length, checksum };
}
