import type { Database, Sql } from './prisma.ts';

/** From the commit on, new tickets of the record are the customer's. Returns whose it is: the first who claimed it. */
export async function claimCustomer(sql: Sql, { claimedId, customerId }: { claimedId: string; customerId: string }): Promise<string> {
  await sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('claim ' || ${claimedId}, 0))`;
  await sql.$executeRaw`INSERT INTO claimed_customer (claimed_id, customer_id) VALUES (${claimedId}, ${customerId}) ON CONFLICT DO NOTHING`;
  return (await sql.claimedCustomer.findUniqueOrThrow({ where: { claimedId } })).customerId;
}

/** The first tickets of a customer, and how many there are beyond them. */
export async function ticketsOf(database: Database, customerId: string, atOnce: number): Promise<{ ids: string[]; more: number }> {
  const rows = await database.ticket.findMany({ where: { customerId }, select: { id: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return { ids: rows.slice(0, atOnce).map(({ id }) => id), more: Math.max(0, rows.length - atOnce) };
}
