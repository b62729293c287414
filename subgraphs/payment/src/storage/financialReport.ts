import type { Db } from './storage.ts';

export type Figures = { monthlyRecurringRevenue: bigint; invoiced: bigint; paid: bigint; outstanding: bigint };

/** In minor units of one currency; times in [from, to). */
export async function readFigures(db: Db, from: Date, to: Date, currency: string): Promise<Figures> {
  const rows = await db.$queryRaw<Figures[]>`
    WITH asked AS (SELECT ${from}::timestamptz AS "from", ${to}::timestamptz AS "to", ${currency}::text AS currency)
    SELECT
      (SELECT coalesce(sum(monthly_price_minor), 0)::bigint FROM contract c WHERE c.currency = asked.currency AND c.status <> 'PENDING_PAYMENT'
        AND c.starts_at < asked."to" AND (c.ends_at IS NULL OR c.ends_at > asked."to")) AS "monthlyRecurringRevenue",
      (SELECT coalesce(sum(total_minor), 0)::bigint FROM invoice i WHERE i.currency = asked.currency AND i.status <> 'VOID'
        AND i.issued_at >= asked."from" AND i.issued_at < asked."to") AS invoiced,
      (SELECT coalesce(sum(p.amount_minor), 0)::bigint FROM payment p WHERE p.currency = asked.currency AND p.status = 'SUCCEEDED'
        AND p.paid_at >= asked."from" AND p.paid_at < asked."to")
      - (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refund r WHERE r.currency = asked.currency AND r.status = 'SUCCEEDED'
        AND r.refunded_at >= asked."from" AND r.refunded_at < asked."to") AS paid,
      (SELECT coalesce(sum(total_minor), 0)::bigint FROM invoice i WHERE i.currency = asked.currency AND i.status = 'OPEN'
        AND i.issued_at >= asked."from" AND i.issued_at < asked."to") AS outstanding
    FROM asked`;
  return rows[0]!;
}
