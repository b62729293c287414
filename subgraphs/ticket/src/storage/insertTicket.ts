import type { Actor, Ticket } from '../domain/ticket.ts';
import type { Sql } from './prisma.ts';
import { columnsOf } from './ticketRow.ts';
import { slaTimers } from './timers.ts';

export type Origin = { idempotencyKey: string; requestHash: string; possibleDuplicateOf: string | null };

/** A new ticket with its windows and timers; the number is given by the database. */
export async function insertTicket(sql: Sql, ticket: Ticket, origin: Origin, actor: Actor): Promise<Ticket> {
  const { id, customerId, productId, productName, addressId, createdAt } = ticket;
  const { number } = await sql.ticket.create({
    data: { ...columnsOf(ticket), id, customerId, productId, productName, addressId, createdAt, ...origin, createdByKind: actor.kind, createdById: actor.id },
    select: { number: true },
  });
  const windows = ticket.windows.map(({ start, end }, n) => ({ ticketId: id, position: n + 1, startsAt: start, endsAt: end }));
  if (windows.length > 0) await sql.ticketWindow.createMany({ data: windows });
  await sql.timer.createMany({ data: slaTimers(ticket) });
  return { ...ticket, number };
}
