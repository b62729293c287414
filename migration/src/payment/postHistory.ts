import type pg from 'pg';

/** What each fact moves from where to where; a fact that is posted already is left alone. */
const postings = [
  // An invoice that is issued is owed, one that is void is not.
  { kind: 'ISSUED', debit: 'RECEIVABLE', credit: 'REVENUE', facts: 'SELECT id, issued_at AS at, total_minor AS amount, currency, customer_id FROM invoice' },
  { kind: 'VOIDED', debit: 'REVENUE', credit: 'RECEIVABLE', facts: `SELECT id, issued_at AS at, total_minor AS amount, currency, customer_id FROM invoice WHERE status = 'VOID'` },
  {
    kind: 'PAID', debit: 'CASH', credit: 'RECEIVABLE',
    facts: `SELECT p.id, p.paid_at AS at, p.amount_minor AS amount, p.currency, i.customer_id FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE p.status = 'SUCCEEDED'`,
  },
  // Paid, but by no payment that the monolith knows of.
  {
    kind: 'SETTLED_ELSEWHERE', debit: 'OPENING', credit: 'RECEIVABLE',
    facts: `SELECT id, issued_at AS at, total_minor AS amount, currency, customer_id FROM invoice i
      WHERE status = 'PAID' AND NOT EXISTS (SELECT FROM payment p WHERE p.invoice_id = i.id AND p.status = 'SUCCEEDED')`,
  },
];

/** Returns how many ledger transactions were posted. */
export async function postHistory(target: pg.Client): Promise<number> {
  let posted = 0;
  for (const { kind, debit, credit, facts } of postings) {
    const { rows } = await target.query<{ n: number }>(`
      WITH fact AS (${facts}), head AS (
        INSERT INTO ledger_transaction (id, kind, occurred_at) SELECT '${kind}:' || id, '${kind}', at FROM fact ON CONFLICT (id) DO NOTHING RETURNING id
      ), entry AS (
        INSERT INTO ledger_entry (transaction_id, position, account, customer_id, amount_minor, currency)
        SELECT head.id, side.position, side.account, CASE WHEN side.account = 'RECEIVABLE' THEN fact.customer_id END, side.sign * fact.amount, fact.currency
        FROM fact JOIN head ON head.id = '${kind}:' || fact.id, (VALUES (0, '${debit}', 1), (1, '${credit}', -1)) AS side (position, account, sign)
      ) SELECT count(*)::int AS n FROM head`);
    posted += rows[0]!.n;
  }
  return posted;
}
