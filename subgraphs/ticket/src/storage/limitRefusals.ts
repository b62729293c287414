import { refuse } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { isOpen } from '../domain/status.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Sql } from './prisma.ts';
import { violatedConstraint } from './violatedConstraint.ts';

const tooManyUrgent = (most: string) => refuse('TOO_MANY_URGENT_TICKETS', `This customer has ${most} open tickets of priority P1, the most there may be. Choose another priority, or wait until one is done.`, 'priority');

const refusals: Record<string, (most: string) => Refusal> = {
  ticket_open_limit: (most) => refuse('TOO_MANY_OPEN_TICKETS', `This customer has ${most} open tickets, the most there may be. Cancel one that is not needed any more, wait until one is done, or call us.`),
  ticket_unproven_limit: (most) => refuse('TOO_MANY_OPEN_TICKETS', `This customer has ${most} open tickets, the most there may be until the e-mail address is proven. Open the link that was mailed to it.`),
  ticket_urgent_limit: tooManyUrgent,
  ticket_day_limit: (most) => refuse('TOO_MANY_TICKETS', `A customer may raise ${most} tickets in 24 hours. Try again later, or call us.`),
  ticket_staff_limit: (most) => refuse('TOO_MANY_TICKETS', `One person may raise ${most} tickets in an hour. Try again later.`),
  comment_hour_limit: (most) => refuse('TOO_MANY_COMMENTS', `One person may write ${most} comments in an hour. Try again later.`, 'body'),
  comment_day_limit: (most) => refuse('TOO_MANY_COMMENTS', `A customer may write ${most} comments on one ticket in 24 hours. Try again later, or call us.`, 'body'),
};

/** What the database refused because one person causes too much, in words; null for any other error. */
export function refusalByLimit(error: unknown): Refusal | null {
  const most = /at most (\d+)/.exec(JSON.stringify(error, Object.getOwnPropertyNames(error)))?.[1] ?? 'the';
  return refusals[violatedConstraint(error) ?? '']?.(most) ?? null;
}

/** Of a ticket that its customer wants to be urgent. Takes turns with the customer's other tickets, new ones too. */
export async function refusalOfUrgency(sql: Sql, { id, customerId, priority, status }: Ticket): Promise<Refusal | null> {
  if (priority === 'P1' || !isOpen(status)) return null;
  await sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('limits ' || ${customerId}, 0))`;
  const [row] = await sql.$queryRaw<{ most: number; reached: boolean }[]>`
    SELECT service_limit('openUrgentTickets') AS most, (SELECT count(*) FROM ticket
      WHERE customer_id = ${customerId} AND id <> ${id} AND priority = 'P1' AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')) >= service_limit('openUrgentTickets') AS reached`;
  return row!.reached ? tooManyUrgent(String(row!.most)) : null;
}
