import type { DispatchPolicy, DispatchRequest } from '../domain/dispatch/types.ts';
import { openVisitOf, type Location, type Ticket } from '../domain/ticket.ts';
import type { Sql } from './prisma.ts';
import type { RosterReader } from './rosterReader.ts';

export type PlacedTicket = Ticket & { location: Location & { territoryId: string } };
/** `tried`: offers of the open visit that were refused or not answered within the cool-down. */
export type LoadedRequest = { ticket: PlacedTicket; request: DispatchRequest; tried: number; skillsKnown: boolean };

const HOUR = 3_600_000;

/** What each of these tickets asks for: what its product needs, who has said no, who knows the customer. */
export async function loadRequests(sql: Sql, roster: RosterReader, tickets: readonly PlacedTicket[], { coolDownHours }: DispatchPolicy, now: Date): Promise<LoadedRequest[]> {
  const since = new Date(now.getTime() - coolDownHours * HOUR);
  const refused = await sql.$queryRaw<{ ticketId: string; expertId: string; answeredAt: Date }[]>`
    SELECT ticket_id AS "ticketId", expert_id AS "expertId", answered_at AS "answeredAt" FROM offer
    WHERE visit_id = ANY (${tickets.flatMap((ticket) => openVisitOf(ticket)?.id ?? [])}::text[]) AND status IN ('REFUSED', 'EXPIRED') AND answered_at > ${since}
    ORDER BY answered_at, id`;
  const served = await loadServed(sql, [...new Set(tickets.map(({ customerId }) => customerId))]);
  const requests: LoadedRequest[] = [];
  for (const ticket of tickets) {
    const { id, productId, priority, location, windows, arriveBy, customerId } = ticket;
    const saidNo = refused.filter(({ ticketId }) => ticketId === id);
    const coolDowns = saidNo.map(({ expertId, answeredAt }) => ({ expertId, until: new Date(answeredAt.getTime() + coolDownHours * HOUR) }));
    const place = { territoryId: location.territoryId, location: { lat: location.lat, lng: location.lng } };
    const { skillsKnown, ...needs } = await roster.product(sql, productId);
    requests.push({
      ticket, skillsKnown,
      request: { ticketId: id, priority, ...place, arriveBy, windows, ...needs, excludedExpertIds: [], coolDowns, servedBy: served.get(customerId) ?? [] },
      tried: saidNo.length,
    });
  }
  return requests;
}

const SERVED_AT_MOST = 10;

/** The experts who have been at each customer's last. */
async function loadServed(sql: Sql, customerIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sql.$queryRaw<{ customerId: string; expertId: string }[]>`
    SELECT c.id AS "customerId", served.expert_id AS "expertId" FROM unnest(${customerIds}::text[]) AS c (id),
      LATERAL (SELECT v.expert_id FROM ticket t JOIN visit v ON v.ticket_id = t.id WHERE t.customer_id = c.id AND v.status = 'COMPLETED' AND v.expert_id IS NOT NULL
        ORDER BY t.created_at DESC, t.id DESC, v.ordinal DESC LIMIT ${SERVED_AT_MOST}) AS served`;
  return new Map([...Map.groupBy(rows, ({ customerId }) => customerId)].map(([id, of]) => [id, [...new Set(of.map(({ expertId }) => expertId))].sort()]));
}
