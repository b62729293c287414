import type pg from 'pg';
import { copiedTables, type CopiedTable } from './tables.ts';

export type TableProof = { table: string; rows: number; checksum: string };

/** Every row of both sides in the same words. @throws when they differ, naming the first rows that do */
export async function compareTables(source: pg.Client, target: pg.Client): Promise<TableProof[]> {
  const proof: TableProof[] = [];
  for (const table of copiedTables) {
    const [before, after] = [await proofOf(source, table, table.source), await proofOf(target, table, table.target)];
    if (before.rows !== after.rows || before.checksum !== after.checksum) throw new Error(await difference(source, target, table, before, after));
    proof.push(after);
  }
  return proof;
}

// One text per row: times in UTC, whatever the session's time zone.
function linesOf({ columns }: CopiedTable, select: string): string {
  const values = Object.entries(columns).map(([name, type]) => (type === 'timestamptz' ? `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')` : name));
  return `SELECT id, md5(jsonb_build_array(${values.join(', ')})::text) AS line FROM (${select}) r`;
}

async function proofOf(client: pg.Client, table: CopiedTable, select: string): Promise<TableProof> {
  const { rows } = await client.query<{ rows: number; checksum: string }>(
    `SELECT count(*)::int AS rows, md5(coalesce(string_agg(line, '' ORDER BY id COLLATE "C"), '')) AS checksum FROM (${linesOf(table, select)}) l`,
  );
  return { table: table.name, ...rows[0]! };
}

async function difference(source: pg.Client, target: pg.Client, table: CopiedTable, before: TableProof, after: TableProof): Promise<string> {
  const read = async (client: pg.Client, select: string) =>
    new Map((await client.query<{ id: string; line: string }>(linesOf(table, select))).rows.map(({ id, line }) => [id, line]));
  const [there, here] = [await read(source, table.source), await read(target, table.target)];
  const ids = [...new Set([...there.keys(), ...here.keys()])].filter((id) => there.get(id) !== here.get(id)).sort();
  return `${table.name}: ${before.rows} rows in the monolith, ${after.rows} in payment; ${ids.length} differ: ${ids.slice(0, 10).join(', ')}`;
}

/** What each customer owes by the ledger is what the invoices and payments say. @throws when it is not */
export async function refuseWrongLedger(target: pg.Client): Promise<void> {
  const { rows } = await target.query<{ customer_id: string }>(`
    WITH books AS (SELECT customer_id, currency, sum(amount_minor) AS owed FROM ledger_entry WHERE account = 'RECEIVABLE' GROUP BY 1, 2),
    papers AS (SELECT customer_id, currency, sum(amount) AS owed FROM (
      SELECT customer_id, currency, total_minor AS amount FROM invoice i WHERE status = 'OPEN'
        OR (status = 'PAID' AND EXISTS (SELECT FROM payment p WHERE p.invoice_id = i.id AND p.status = 'SUCCEEDED'))
      UNION ALL
      SELECT i.customer_id, p.currency, -p.amount_minor FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE p.status = 'SUCCEEDED'
    ) facts GROUP BY 1, 2)
    SELECT coalesce(b.customer_id, p.customer_id) AS customer_id FROM books b FULL JOIN papers p USING (customer_id, currency)
    WHERE coalesce(b.owed, 0) <> coalesce(p.owed, 0) ORDER BY 1 LIMIT 10`);
  if (rows.length > 0) throw new Error(`the ledger disagrees with invoices and payments of ${rows.map(({ customer_id }) => customer_id).join(', ')}`);
}
