import { Prisma } from '../../generated/client.ts';
import { isId } from '../domain/input.ts';
import type { Involvement } from '../domain/viewer.ts';
import { olderPolicies } from './loadServicePolicy.ts';
import type { Database } from './prisma.ts';

const contactHours = Prisma.sql`(SELECT coalesce((policy ->> 'contactHours')::int, ${olderPolicies.contactHours}) FROM service_policy WHERE effective_from <= now() ORDER BY version DESC LIMIT 1)`;

/** An offer that may still be answered, a booking, or a visit of this expert that ended within the policy's hours. By the database's clock, whoever is late to expire it. */
const isLive = Prisma.sql`(CASE o.status
  WHEN 'OFFERED' THEN o.released_at IS NULL AND o.expires_at > now()
  WHEN 'ACCEPTED' THEN o.released_at IS NULL OR coalesce(v.expert_id = o.expert_id AND v.completed_at > now() - make_interval(hours => ${contactHours}), false)
  ELSE false END)`;

/** Those of the tickets for which this expert has or had an offer. */
export const ticketsOfferedTo = (db: Database, expertId: string, ticketIds: readonly string[]) => db.$queryRaw<{ ticketId: string; involvement: Involvement }[]>`
  SELECT o.ticket_id AS "ticketId", CASE WHEN bool_or(${isLive}) THEN 'LIVE' ELSE 'OVER' END AS involvement
  FROM offer o JOIN visit v ON v.id = o.visit_id WHERE o.expert_id = ${expertId} AND o.ticket_id = ANY(${ticketIds.filter(isId)}::text[]) GROUP BY o.ticket_id`;

/** More than an expert can have in hand: a list that is longer is cut. */
const MOST = 2_000;

export type Contacts = { customerIds: string[]; addressIds: string[] };

/** Whom this expert is to visit or has visited a short while ago, and where. */
export async function contactsOf(db: Database, expertId: string): Promise<Contacts> {
  const rows = await db.$queryRaw<{ customerId: string; addressId: string | null }[]>`
    SELECT DISTINCT t.customer_id AS "customerId",
      CASE WHEN t.address_checked_at IS NOT NULL THEN t.address_id END AS "addressId" FROM offer o JOIN visit v ON v.id = o.visit_id JOIN ticket t ON t.id = o.ticket_id
    WHERE o.expert_id = ${expertId} AND ${isLive} LIMIT ${MOST}`;
  return { customerIds: [...new Set(rows.map(({ customerId }) => customerId))], addressIds: rows.flatMap(({ addressId }) => addressId ?? []) };
}
