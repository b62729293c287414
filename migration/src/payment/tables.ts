/** How a row of the monolith reads in payment: `source` and `target` select the same columns, in the same order and words. */
export type CopiedTable = { name: string; columns: Record<string, string>; source: string; target: string };

const ms = (column: string) => `date_trunc('milliseconds', ${column})`;

export const copiedTables: readonly CopiedTable[] = [
  {
    name: 'payment_method',
    columns: { id: 'text', customer_id: 'text', psp_token: 'text', brand: 'text', last4: 'text', expires_month: 'int', expires_year: 'int', created_at: 'timestamptz' },
    source: `SELECT id, customer_id, psp_token, brand, last4, expires_month, expires_year, ${ms('created_at')} AS created_at FROM payment_method`,
    target: 'SELECT id, customer_id, psp_token, brand, last4, expires_month, expires_year, created_at FROM payment_method',
  },
  {
    name: 'contract',
    columns: {
      id: 'text', customer_id: 'text', plan_code: 'text', plan_name: 'text', price: 'bigint', currency: 'text', covered: 'text[]', status: 'text',
      starts_at: 'timestamptz', ends_at: 'timestamptz', created_at: 'timestamptz',
    },
    source: `SELECT id, customer_id, plan_code, plan_name, monthly_price_cents AS price, currency, covered,
      CASE status WHEN 'EXPIRED' THEN 'ENDED' ELSE status END AS status, ${ms('starts_at')} AS starts_at, ${ms('ends_at')} AS ends_at, ${ms('created_at')} AS created_at
      FROM contract`,
    target: `SELECT c.id, c.customer_id, p.code AS plan_code, c.plan_name, c.monthly_price_minor AS price, c.currency,
      ARRAY (SELECT product_id FROM contract_product WHERE contract_id = c.id ORDER BY position) AS covered, c.status, c.starts_at, c.ends_at, c.created_at
      FROM contract c JOIN plan p ON p.id = c.plan_id`,
  },
  {
    name: 'billing',
    columns: {
      id: 'text', number: 'text', contract_id: 'text', customer_id: 'text', period_start: 'date', period_end: 'date', total: 'bigint', currency: 'text',
      status: 'text', issued_at: 'timestamptz',
    },
    // The monolith's period ends on the first day that no longer belongs to it.
    source: `SELECT id, number, contract_id, customer_id, period_start, period_end - 1 AS period_end, amount_cents AS total, currency, status,
      ${ms('issued_at')} AS issued_at FROM billing`,
    target: 'SELECT id, number, contract_id, customer_id, period_start, period_end, total_minor AS total, currency, status, issued_at FROM invoice',
  },
  {
    name: 'payment',
    columns: {
      id: 'text', invoice_id: 'text', payment_method_id: 'text', amount: 'bigint', currency: 'text', status: 'text', psp_reference: 'text',
      paid_at: 'timestamptz', created_at: 'timestamptz',
    },
    source: `SELECT id, billing_id AS invoice_id, payment_method_id, amount_cents AS amount, currency,
      CASE status WHEN 'FAILED' THEN 'DECLINED' ELSE status END AS status, psp_reference,
      CASE WHEN status = 'SUCCEEDED' THEN ${ms('coalesce(paid_at, created_at)')} END AS paid_at, ${ms('created_at')} AS created_at FROM payment`,
    target: 'SELECT id, invoice_id, payment_method_id, amount_minor AS amount, currency, status, psp_reference, paid_at, created_at FROM payment',
  },
];
