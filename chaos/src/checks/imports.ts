import type { RunSql, Violation } from './violation.ts';

/** A row of another desk of which somebody was told that it is here now. */
export type Imported = { externalId: string; ticketId: string; customerId: string };

const violation = (subject: string, detail: string): Violation => ({ promise: 11, measure: 'migration', subject, detail });

/** What was brought in is there, once; and nobody heard of it. `mailed`: lines that the take-over from the monolith left in the ledger. */
export async function checkImports(ticket: RunSql, monolith: RunSql, imported: readonly Imported[], mailed: number): Promise<Violation[]> {
  const missing = await ticket<{ id: string }>(
    `SELECT told.external_id AS id FROM unnest($1::text[], $2::text[], $3::text[]) AS told (external_id, id, customer_id)
     WHERE (SELECT count(*) FROM ticket t WHERE t.import_source = 'campaign' AND t.external_id = told.external_id AND t.id = told.id AND t.customer_id = told.customer_id) <> 1`,
    [imported.map(({ externalId }) => externalId), imported.map(({ ticketId }) => ticketId), imported.map(({ customerId }) => customerId)]);
  const followed = await ticket<{ id: string; type: string }>(`SELECT m.id, m.type FROM outbox m JOIN ticket t ON t.id = m.aggregate_id WHERE t.import_source = 'campaign'`);
  const numbers = await ticket<{ number: string }>(`SELECT number FROM ticket WHERE import_source = 'campaign'`);
  const told = await monolith<{ id: string; subject: string }>(
    `SELECT id, subject FROM customer_notification WHERE substring(subject FROM 'SYS-[0-9]+') = ANY ($1::text[])`, [numbers.map(({ number }) => number)]);
  return [
    ...missing.map(({ id }) => violation(id, 'an imported row is not there once, with its ticket and customer')),
    ...followed.map(({ id, type }) => violation(id, `a message followed from an import: ${type}`)),
    ...told.map(({ id, subject }) => violation(id, `somebody was told of an import: ${subject}`)),
    ...(mailed > 0 ? [violation('take-over', `${mailed} lines of the ledger were written while the contexts took over their rows`)] : []),
  ];
}
