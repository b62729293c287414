import type { RunSql, Violation } from './violation.ts';

/** What a context took over from the monolith, in the same words on both sides; only what nobody changes afterwards. $1: the beginning of the campaign. */
type Taken = { table: string; context: 'auth' | 'customer' | 'payment' | 'ticket'; there: string; here: string };

const ms = (column: string): string => `date_trunc('milliseconds', ${column})`;

const taken: readonly Taken[] = [
  {
    table: 'account', context: 'auth', there: `SELECT id, lower(btrim(email)), customer_id, ${ms('created_at')} FROM sysops_user WHERE created_at < $1`,
    here: 'SELECT id, email, customer_id, created_at FROM account WHERE created_at < $1',
  },
  {
    table: 'customer', context: 'customer', there: `SELECT id, name, lower(btrim(email)), ${ms('created_at')} FROM customer WHERE created_at < $1`,
    here: 'SELECT id, name, email, created_at FROM customer WHERE created_at < $1',
  },
  {
    table: 'contract', context: 'payment', there: `SELECT id, customer_id, plan_name, monthly_price_cents::bigint, ${ms('created_at')} FROM contract WHERE created_at < $1`,
    here: 'SELECT id, customer_id, plan_name, monthly_price_minor::bigint, created_at FROM contract WHERE created_at < $1',
  },
  {
    table: 'invoice', context: 'payment', there: `SELECT id, number, contract_id, amount_cents::bigint, ${ms('issued_at')} FROM billing WHERE issued_at < $1`,
    here: 'SELECT id, number, contract_id, total_minor::bigint, issued_at FROM invoice WHERE issued_at < $1',
  },
  {
    table: 'payment', context: 'payment', there: `SELECT id, billing_id, amount_cents::bigint, ${ms('created_at')} FROM payment WHERE created_at < $1`,
    here: 'SELECT id, invoice_id, amount_minor::bigint, created_at FROM payment WHERE created_at < $1',
  },
  {
    table: 'payment_method', context: 'payment', there: `SELECT id, customer_id, last4, ${ms('created_at')} FROM payment_method WHERE created_at < $1`,
    here: 'SELECT id, customer_id, last4, created_at FROM payment_method WHERE created_at < $1',
  },
  {
    table: 'ticket', context: 'ticket', there: `SELECT id, number, customer_id, description, ${ms('created_at')} FROM ticket WHERE created_at < $1`,
    here: 'SELECT id, number, customer_id, description, created_at FROM ticket WHERE created_at < $1 AND import_source IS NULL',
  },
];

type Sources = Record<Taken['context'] | 'monolith', RunSql>;
type Line = { id: string; line: string };

/** What was taken over is the monolith's to the row, after everything that has happened since. */
export async function checkMigration(sql: Sources, since: Date): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { table, context, there, here } of taken) {
    const [source, copy] = await Promise.all([linesOf(sql.monolith, there, since), linesOf(sql[context], here, since)]);
    if (source.size === 0) found.push(violation(table, 'the monolith shows none at all'));
    for (const id of new Set([...source.keys(), ...copy.keys()])) {
      if (source.get(id) !== copy.get(id)) found.push(violation(`${table} ${id}`, difference(source.has(id), copy.has(id), context)));
    }
  }
  return found;
}

const violation = (subject: string, detail: string): Violation => ({ promise: 11, measure: 'migration', subject, detail });

function difference(inMonolith: boolean, inContext: boolean, context: string): string {
  if (!inContext) return `is in the monolith and not in ${context}`;
  return inMonolith ? `is not the same in the monolith and in ${context}` : `is in ${context} and not in the monolith`;
}

async function linesOf(run: RunSql, select: string, since: Date): Promise<Map<string, string>> {
  const rows = await run<Line>(`SELECT id, md5(r::text) AS line FROM (${select}) r`, [since]);
  return new Map(rows.map(({ id, line }) => [id, line]));
}
