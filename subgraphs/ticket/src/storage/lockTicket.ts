import type { TicketWindow } from '../../generated/client.ts';
import type { Ticket } from '../domain/ticket.ts';
import { rowOf } from './jsonRows.ts';
import type { Database, Sql } from './prisma.ts';
import { ticketOf } from './ticketRow.ts';
import type { TicketRow } from './ticketRow.ts';
import { offerOf, visitOf } from './visitRow.ts';
import type { OfferRow, VisitRow } from './visitRow.ts';

export type Locked = { ticket: Ticket; /** The database's clock, after the lock was got. */ now: Date };

/** The ticket as it is, nobody else can change it until this transaction ends. Its key stays free to be referred to: duplicates of it do not wait. */
export async function lockTicket(sql: Sql, id: string): Promise<Locked | null> {
  // Not in one statement with the reading: that would see visit, offer and history as they were before it waited for the lock.
  const locked = await sql.$queryRaw<unknown[]>`SELECT 1 FROM ticket WHERE id = ${id} FOR NO KEY UPDATE`;
  return locked.length === 0 ? null : readTicket(sql, id);
}

type Read = { ticket: object; windows: object[] | null; visit: object | null; offer: object | null; historyLength: number; now: Date };

/** Without a lock: only to look at. */
export async function readTicket(sql: Sql | Database, id: string): Promise<Locked | null> {
  const [read] = await sql.$queryRaw<Read[]>`
    SELECT to_jsonb(t) AS ticket, clock_timestamp() AS now,
      (SELECT max(sequence) FROM ticket_history WHERE ticket_id = t.id) AS "historyLength",
      (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.position) FROM ticket_window w WHERE w.ticket_id = t.id) AS windows,
      (SELECT to_jsonb(v) FROM visit v WHERE v.ticket_id = t.id ORDER BY v.ordinal DESC LIMIT 1) AS visit,
      (SELECT to_jsonb(o) - 'blocked' FROM offer o WHERE o.ticket_id = t.id ORDER BY o.released_at DESC NULLS FIRST, o.created_at DESC LIMIT 1) AS offer
    FROM ticket t WHERE t.id = ${id}`;
  if (!read) return null;
  const windows = (read.windows ?? []).map((window) => rowOf<TicketWindow>(window));
  const parts = {
    windows: windows.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
    visit: read.visit && visitOf(rowOf<VisitRow>(read.visit)), offer: read.offer && offerOf(rowOf<OfferRow>(read.offer)), historyLength: read.historyLength,
  };
  return { ticket: ticketOf(rowOf<TicketRow>(read.ticket), parts), now: read.now };
}
