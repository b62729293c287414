import type { Ticket } from '../domain/ticket.ts';
import { ticketOf } from './ticketRow.ts';
import { offerOf, visitOf } from './visitRow.ts';
import type { Database, Sql } from './prisma.ts';

export type Locked = { ticket: Ticket; /** The database's clock, after the lock was got. */ now: Date };

/** The ticket as it is, nobody else can change it until this transaction ends. Its key stays free to be referred to: duplicates of it do not wait. */
export async function lockTicket(sql: Sql, id: string): Promise<Locked | null> {
  const locked = await sql.$queryRaw<unknown[]>`SELECT 1 FROM ticket WHERE id = ${id} FOR NO KEY UPDATE`;
  return locked.length === 0 ? null : readTicket(sql, id);
}

/** Without a lock: only to look at. */
export async function readTicket(sql: Sql | Database, id: string): Promise<Locked | null> {
  // One after the other: they share the transaction's only connection anyway.
  const row = await sql.ticket.findUnique({ where: { id } });
  if (!row) return null;
  const windows = await sql.ticketWindow.findMany({ where: { ticketId: id }, orderBy: { position: 'asc' } });
  const visit = await sql.visit.findFirst({ where: { ticketId: id }, orderBy: { ordinal: 'desc' } });
  const offer = visit && (await sql.offer.findFirst({ where: { ticketId: id }, orderBy: [{ releasedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }] }));
  const [state] = await sql.$queryRaw<{ now: Date; length: number }[]>`
    SELECT clock_timestamp() AS now, (SELECT max(sequence) FROM ticket_history WHERE ticket_id = ${id}) AS length`;
  const parts = {
    windows: windows.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
    visit: visit && visitOf(visit), offer: offer && offerOf(offer), historyLength: state!.length,
  };
  return { ticket: ticketOf(row, parts), now: state!.now };
}
