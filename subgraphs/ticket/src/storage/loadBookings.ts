import type { Booking, DispatchPolicy, RosterExpert } from '../domain/dispatch/types.ts';
import { DAY } from '../domain/dispatch/types.ts';
import type { Sql } from './prisma.ts';

/** What changes from one decision to the next. */
export type ExpertState = Pick<RosterExpert, 'bookings' | 'idleSince' | 'recentRefusals'> & { /** Of the live offers among the bookings, in order. */ offerIds: string };

type Row = { expertId: string; bookings: BookingRow[]; idleSince: Date | null; recentRefusals: number };
type BookingRow = { offerId: string | null; from: string; until: string; blockedFrom: string; blockedUntil: string; lat: number | null; lng: number | null };

/**
 * Visits of the last day that are over count as bookings too: for the daily cap, and as the place from which the expert comes.
 * One that should be over and is not holds its expert until it is. `exceptTicketId`: its own booking does not stand in its way.
 */
export async function loadBookings(sql: Sql, expertIds: readonly string[], { refusalDays }: DispatchPolicy, now: Date, exceptTicketId = ''): Promise<Map<string, ExpertState>> {
  if (expertIds.length === 0) return new Map();
  const refusedSince = new Date(now.getTime() - refusalDays * DAY);
  const rows = await sql.$queryRaw<Row[]>`
    SELECT e.id AS "expertId",
      coalesce((SELECT json_agg(booking ORDER BY booking."blockedFrom", booking."from") FROM (
        SELECT o.id AS "offerId", o.starts_at AS "from", greatest(o.ends_at, least(${now}::timestamptz, v.scheduled_end + interval '1 day')) AS "until", o.blocked_from AS "blockedFrom",
          greatest(o.blocked_until, least(${now}::timestamptz, v.scheduled_end + interval '1 day')) AS "blockedUntil", place.lat, place.lng
        FROM offer o JOIN ticket place ON place.id = o.ticket_id JOIN visit v ON v.id = o.visit_id
        WHERE o.expert_id = e.id AND o.released_at IS NULL AND o.ticket_id <> ${exceptTicketId}
        UNION ALL
        SELECT NULL, v.arrived_at, v.completed_at, v.arrived_at, v.completed_at, place.lat, place.lng
        FROM visit v JOIN ticket place ON place.id = v.ticket_id
        WHERE v.expert_id = e.id AND v.status = 'COMPLETED' AND v.scheduled_start > ${now}::timestamptz - interval '1 day'
          AND v.completed_at <= ${now}::timestamptz AND v.arrived_at < v.completed_at) booking), '[]') AS bookings,
      (SELECT v.scheduled_end FROM visit v WHERE v.expert_id = e.id AND v.status IN ('SCHEDULED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED')
        ORDER BY v.scheduled_start DESC NULLS LAST LIMIT 1) AS "idleSince",
      (SELECT count(*)::int FROM offer o WHERE o.expert_id = e.id AND o.status IN ('REFUSED', 'EXPIRED') AND o.created_at > ${refusedSince}::timestamptz) AS "recentRefusals"
    FROM unnest(${expertIds}::text[]) AS e (id)`;
  return new Map(rows.map(({ expertId, bookings, idleSince, recentRefusals }) => [expertId, {
    bookings: bookings.map(bookingOf), idleSince, recentRefusals, offerIds: bookings.flatMap(({ offerId }) => offerId ?? []).sort().join(),
  }]));
}

const bookingOf = ({ from, until, blockedFrom, blockedUntil, lat, lng }: BookingRow): Booking => ({
  startsAt: new Date(from), endsAt: new Date(until), blockedFrom: new Date(blockedFrom), blockedUntil: new Date(blockedUntil),
  location: lat === null || lng === null ? null : { lat, lng },
});
