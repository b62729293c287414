import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { badInput } from '../refusal.ts';

/** One open invoice for each contract that is active in the month; contracts that have one are skipped. Charges nothing. */
export function runBilling(pool: Pool) {
  return async (period: unknown) => {
    if (typeof period !== 'string' || !/^\d{4}-(0[1-9]|1[0-2])-01$/.test(period)) throw badInput('period', 'period must be the first day of a month, such as 2026-01-01.');
    return inTransaction(pool, async (client) => {
      const { rows: due } = await client.query<{ n: number }>(`SELECT count(*) AS n FROM contract WHERE ${DUE}`, [period]);
      const { rowCount } = await client.query(
        `INSERT INTO billing (id, contract_id, customer_id, number, period_start, period_end, amount_cents, currency)
         SELECT $2 || '-' || row_number() OVER (ORDER BY id), id, customer_id, 'INV-' || nextval('billing_number'), $1::date, ($1::date + interval '1 month')::date, monthly_price_cents, currency
           FROM contract WHERE ${DUE} AND NOT EXISTS (SELECT FROM billing b WHERE b.contract_id = contract.id AND b.period_start = $1::date)
         ON CONFLICT (contract_id, period_start) DO NOTHING`,
        [period, newId('inv')],
      );
      return { period, invoices_created: rowCount ?? 0, invoices_skipped: due[0]!.n - (rowCount ?? 0), failures: [] };
    });
  };
}

const DUE = `status = 'ACTIVE' AND starts_at < $1::date + interval '1 month' AND (ends_at IS NULL OR ends_at > $1::date)`;
