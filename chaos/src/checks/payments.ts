import type { SqlCheck } from './violation.ts';

/** For the payment database, provider included. $1: the beginning of the campaign; $2: first day of the month that was billed. */
export const paymentChecks: SqlCheck[] = [
  {
    promise: 8, measure: 'wrongInvoices', what: 'several invoices for one contract and month',
    sql: `SELECT contract_id || ' ' || month AS subject, string_agg(number, ', ') AS detail FROM invoice GROUP BY contract_id, month HAVING count(*) > 1`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'no invoice for a month that was billed',
    sql: `SELECT c.id AS subject, $2::text AS detail FROM contract c WHERE $2::date IS NOT NULL AND c.status = 'ACTIVE' AND c.starts_at < $2::date + interval '1 month'
        AND c.created_at < $1 AND (c.ends_at IS NULL OR c.ends_at > $2::date) AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.contract_id = c.id AND i.month = $2::date)`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'a ledger transaction does not sum to zero',
    sql: `SELECT transaction_id AS subject, sum(amount_minor)::text || ' ' || currency AS detail FROM ledger_entry GROUP BY transaction_id, currency HAVING sum(amount_minor) <> 0`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'an invoice is not in the ledger',
    sql: `SELECT i.id AS subject, i.status AS detail FROM invoice i WHERE i.issued_at >= $1 AND NOT EXISTS (SELECT 1 FROM ledger_transaction l WHERE l.id = 'ISSUED:' || i.id)`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'charged more than once',
    sql: `SELECT p.invoice_id AS subject, string_agg(p.id, ', ') AS detail FROM payment p JOIN fake_psp.payment taken ON taken.id = p.id AND taken.status = 'CAPTURED'
      GROUP BY p.invoice_id HAVING count(*) > 1`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'the provider took money that we do not know of',
    sql: `SELECT taken.id AS subject, format('%s there, %s here', taken.status, coalesce(p.status, 'nothing')) AS detail
      FROM fake_psp.payment taken LEFT JOIN payment p ON p.id = taken.id WHERE taken.status = 'CAPTURED' AND p.status IS DISTINCT FROM 'SUCCEEDED'`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'paid here and not taken there',
    sql: `SELECT p.id AS subject, coalesce(taken.status, 'unknown to the provider') AS detail FROM payment p LEFT JOIN fake_psp.payment taken ON taken.id = p.id
      WHERE p.created_at >= $1 AND p.status = 'SUCCEEDED' AND coalesce(taken.status, '') NOT IN ('CAPTURED', 'REFUNDED')`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'paid, and the invoice is not',
    sql: `SELECT i.id AS subject, i.status AS detail FROM invoice i JOIN payment p ON p.invoice_id = i.id AND p.status = 'SUCCEEDED' WHERE p.created_at >= $1 AND i.status = 'OPEN'`,
  },
  {
    promise: 8, measure: 'wrongInvoices', what: 'a payment that is still without an outcome',
    sql: `SELECT p.id AS subject, format('asked %s times', p.asked) AS detail FROM payment p WHERE p.created_at >= $1 AND p.status = 'PENDING'`,
  },
];
