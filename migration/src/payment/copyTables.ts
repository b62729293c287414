import type pg from 'pg';
import { copiedTables, type CopiedTable } from './tables.ts';

const PAGE = 5_000;

/** Each row is written once; a row that was there takes over what may have changed in the monolith since. */
const writes: Record<string, string[]> = {
  payment_method: [
    `INSERT INTO payment_method (id, customer_id, psp_token, brand, last4, expires_month, expires_year, created_at)
     SELECT id, customer_id, psp_token, brand, last4, expires_month, expires_year, created_at FROM r
     ON CONFLICT (id) DO UPDATE SET brand = excluded.brand, last4 = excluded.last4, expires_month = excluded.expires_month, expires_year = excluded.expires_year`,
  ],
  contract: [
    `INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, ends_at, created_at)
     SELECT r.id, r.customer_id, p.id, r.plan_name, r.price, r.currency, r.status, r.starts_at, r.ends_at, r.created_at FROM r LEFT JOIN plan p ON p.code = r.plan_code
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, ends_at = excluded.ends_at`,
    `INSERT INTO contract_product (contract_id, product_id, position, customer_id, covers_from)
     SELECT r.id, product_id, position - 1, r.customer_id, r.starts_at FROM r, unnest(r.covered) WITH ORDINALITY AS c (product_id, position)
     ON CONFLICT (contract_id, product_id) DO NOTHING`,
  ],
  billing: [
    `INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
     SELECT id, number, contract_id, customer_id, period_start, period_end, total, currency, status, issued_at FROM r
     ON CONFLICT (id) DO UPDATE SET status = excluded.status WHERE invoice.status <> excluded.status`,
    `SELECT setval('invoice_number', greatest(max(substr(number, 5)::bigint) + 1, (SELECT last_value FROM invoice_number)), false)
     FROM r WHERE number ~ '^INV-\\d{1,17}$' HAVING count(*) > 0`,
  ],
  payment: [
    `INSERT INTO payment (id, invoice_id, payment_method_id, amount_minor, currency, status, psp_reference, paid_at, created_at)
     SELECT id, invoice_id, payment_method_id, amount, currency, status, psp_reference, paid_at, created_at FROM r
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, paid_at = excluded.paid_at, psp_reference = excluded.psp_reference WHERE payment.status <> excluded.status`,
  ],
};

export async function copyTables(source: pg.Client, target: pg.Client, onProgress: (text: string) => void): Promise<void> {
  for (const table of copiedTables) {
    let copied = 0;
    for await (const page of pagesOf(source, table)) {
      for (const sql of writes[table.name]!) await target.query(`WITH r AS (SELECT * FROM jsonb_to_recordset($1) AS r (${typed(table)})) ${sql}`, [page.json]);
      copied += page.rows;
      onProgress(`${table.name} ${copied.toLocaleString('en')}`);
    }
  }
}

const typed = ({ columns }: CopiedTable): string => Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ');

/** As JSON text from one database to the other: amounts of any size and times stay what they are. */
async function* pagesOf(source: pg.Client, table: CopiedTable): AsyncGenerator<{ rows: number; json: string }> {
  for (let after = ''; ; ) {
    const { rows } = await source.query<{ rows: number; json: string; last: string }>(
      `SELECT count(*)::int AS rows, jsonb_agg(to_jsonb(r))::text AS json, max(id COLLATE "C") AS last
       FROM (SELECT * FROM (${table.source}) s WHERE s.id COLLATE "C" > $1 ORDER BY s.id COLLATE "C" LIMIT ${PAGE}) r`,
      [after],
    );
    const page = rows[0]!;
    if (page.rows === 0) return;
    yield page;
    after = page.last;
  }
}
