import type { Booking, DispatchPolicy, DispatchRequest, DispatchSnapshot, Point, RosterExpert } from '../domain/dispatch/types.ts';
import { openVisitOf, type Location, type Ticket } from '../domain/ticket.ts';
import type { Sql } from './prisma.ts';

export type DispatchQuestion = { snapshot: DispatchSnapshot; request: DispatchRequest; policy: DispatchPolicy; bookingIds: Map<string, string> };

/** Everything that decides who may come to this ticket: the experts of its territory as they are now. One statement for all of them. */
export async function loadDispatchSnapshot(sql: Sql, ticket: Ticket & { location: Location & { territoryId: string } }, now: Date): Promise<DispatchQuestion> {
  const policy = await loadPolicy(sql, now);
  const { visitMinutes, requiredSkills } = await loadProduct(sql, ticket.productId);
  const { territoryId, lat, lng } = ticket.location;
  const rows = await loadExperts(sql, { ticket, territoryId, skillIds: requiredSkills.map(({ skillId }) => skillId), now });
  return {
    snapshot: { experts: rows.map((row) => expertOf(row, policy)) },
    request: { ticketId: ticket.id, priority: ticket.priority, territoryId, location: { lat, lng }, windows: ticket.windows, visitMinutes, requiredSkills, excludedExpertIds: [] },
    policy,
    bookingIds: new Map(rows.map(({ id, bookings }) => [id, bookings.flatMap(({ offerId }) => offerId ?? []).sort().join()])),
  };
}

export async function loadPolicy(sql: Sql, now: Date): Promise<DispatchPolicy> {
  const row = await sql.dispatchPolicy.findFirstOrThrow({ where: { effectiveFrom: { lte: now } }, orderBy: { version: 'desc' } });
  return { ...(row.policy as unknown as Omit<DispatchPolicy, 'version'>), version: row.version };
}

const USUAL_VISIT_MINUTES = 60;

async function loadProduct(sql: Sql, productId: string | null): Promise<Pick<DispatchRequest, 'visitMinutes' | 'requiredSkills'>> {
  if (productId === null) return { visitMinutes: USUAL_VISIT_MINUTES, requiredSkills: [] };
  const product = await sql.rosterProduct.findUnique({ where: { id: productId } });
  const skills = await sql.rosterProductSkill.findMany({ where: { productId }, orderBy: { skillId: 'asc' } });
  return { visitMinutes: product?.visitMinutes ?? USUAL_VISIT_MINUTES, requiredSkills: skills.map(({ skillId, level }) => ({ skillId, level })) };
}

type Times = { from: string; until: string };
type BookingRow = { offerId: string | null; from: string; until: string; blockedFrom: string; blockedUntil: string; lat: number | null; lng: number | null };
type ExpertRow = {
  id: string;
  active: boolean;
  home: Point;
  skills: { skillId: string; level: number; validUntil: string | null }[];
  territories: RosterExpert['territories'];
  /** {{weekday,start,end},…}: there are many, and JSON costs five times as much. */
  shifts: string | null;
  timeOff: Times[];
  bookings: BookingRow[];
  idleSince: Date | null;
  refusedAt: Date | null;
};

/**
 * Visits of today that are over count as bookings too: for the daily cap, and as the place from which the expert comes.
 * One that should be over and is not holds its expert until it is.
 */
function loadExperts(sql: Sql, { ticket, territoryId, skillIds, now }: { ticket: Ticket; territoryId: string; skillIds: string[]; now: Date }) {
  const visitId = openVisitOf(ticket)?.id ?? '';
  return sql.$queryRaw<ExpertRow[]>`
    SELECT e.id, e.active, json_build_object('lat', e.home_lat, 'lng', e.home_lng) AS home,
      coalesce((SELECT json_agg(json_build_object('skillId', s.skill_id, 'level', s.level, 'validUntil', s.valid_until)) FROM roster_expert_skill s
        WHERE s.expert_id = e.id AND s.removed_at IS NULL AND s.verified AND s.skill_id = ANY (${skillIds}::text[])), '[]') AS skills,
      (SELECT json_agg(json_build_object('territoryId', t.territory_id, 'kind', t.kind)) FROM roster_expert_territory t WHERE t.expert_id = e.id) AS territories,
      (SELECT array_agg(ARRAY[s.weekday, s.start_minute, s.end_minute]) FROM roster_shift s WHERE s.expert_id = e.id)::text AS shifts,
      coalesce((SELECT json_agg(json_build_object('from', o.starts_at, 'until', o.ends_at)) FROM roster_time_off o
        WHERE o.expert_id = e.id AND o.ends_at > ${now}::timestamptz), '[]') AS "timeOff",
      coalesce((SELECT json_agg(booking) FROM (
        SELECT o.id AS "offerId", o.starts_at AS "from", greatest(o.ends_at, least(${now}::timestamptz, v.scheduled_end + interval '1 day')) AS "until", o.blocked_from AS "blockedFrom",
          greatest(o.blocked_until, least(${now}::timestamptz, v.scheduled_end + interval '1 day')) AS "blockedUntil", place.lat, place.lng
        FROM offer o JOIN ticket place ON place.id = o.ticket_id JOIN visit v ON v.id = o.visit_id
        WHERE o.expert_id = e.id AND o.released_at IS NULL AND o.ticket_id <> ${ticket.id}
        UNION ALL
        SELECT NULL, v.arrived_at, v.completed_at, v.arrived_at, v.completed_at, place.lat, place.lng
        FROM visit v JOIN ticket place ON place.id = v.ticket_id
        WHERE v.expert_id = e.id AND v.status = 'COMPLETED' AND v.scheduled_start > ${now}::timestamptz - interval '1 day'
          AND v.completed_at <= ${now}::timestamptz AND v.arrived_at < v.completed_at) booking), '[]') AS bookings,
      (SELECT v.scheduled_end FROM visit v WHERE v.expert_id = e.id AND v.status IN ('SCHEDULED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED')
        ORDER BY v.scheduled_start DESC NULLS LAST LIMIT 1) AS "idleSince",
      (SELECT max(o.answered_at) FROM offer o WHERE o.visit_id = ${visitId} AND o.expert_id = e.id AND o.status IN ('REFUSED', 'EXPIRED')) AS "refusedAt"
    FROM roster_expert e JOIN roster_expert_territory serves ON serves.expert_id = e.id AND serves.territory_id = ${territoryId}
    ORDER BY e.id`;
}

function expertOf(row: ExpertRow, { coolDownHours }: DispatchPolicy): RosterExpert {
  const { id, active, home, territories, idleSince, refusedAt } = row;
  return {
    id, active, home, territories, idleSince,
    shifts: shiftsOf(row.shifts),
    skills: row.skills.map((skill) => ({ ...skill, validUntil: skill.validUntil === null ? null : new Date(skill.validUntil) })),
    timeOff: row.timeOff.map(({ from, until }) => ({ start: new Date(from), end: new Date(until) })),
    bookings: row.bookings.map(bookingOf),
    coolDownUntil: refusedAt && new Date(refusedAt.getTime() + coolDownHours * 3_600_000),
  };
}

const bookingOf = ({ from, until, blockedFrom, blockedUntil, lat, lng }: BookingRow): Booking => ({
  startsAt: new Date(from), endsAt: new Date(until), blockedFrom: new Date(blockedFrom), blockedUntil: new Date(blockedUntil),
  location: lat === null || lng === null ? null : { lat, lng },
});

function shiftsOf(text: string | null): RosterExpert['shifts'] {
  const numbers = (text?.match(/\d+/g) ?? []).map(Number);
  return Array.from({ length: numbers.length / 3 }, (_, n) => ({ weekday: numbers[n * 3]!, startMinute: numbers[n * 3 + 1]!, endMinute: numbers[n * 3 + 2]! }));
}
