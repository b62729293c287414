import type { Booking, DispatchPolicy, DispatchRequest, RosterExpert } from '../domain/dispatch/types.ts';
import { openVisitOf } from '../domain/ticket.ts';
import type { Ticket } from '../domain/ticket.ts';
import { loadPolicy } from './loadDispatchSnapshot.ts';
import type { Sql } from './prisma.ts';

export type Assignment = {
  expert: RosterExpert;
  request: DispatchRequest;
  policy: DispatchPolicy;
  /** False: nobody can say what the product needs, so no expert can be said to know it. */
  skillsKnown: boolean;
};

const usualVisitMinutes = 60;

/** What the dispatch rules need to judge one expert for one ticket; null when the roster has no such expert. */
export async function loadAssignment(sql: Sql, ticket: Ticket, expertId: string, now: Date): Promise<Assignment | null> {
  const policy = await loadPolicy(sql, now);
  const expert = await loadExpert(sql, expertId, ticket, policy, now);
  return expert && { expert, policy, ...(await loadRequest(sql, ticket, expert)) };
}

/** A ticket whose place nobody has found yet lies in no territory: then that rule is broken, and the way is not counted. */
async function loadRequest(sql: Sql, ticket: Ticket, expert: RosterExpert): Promise<Pick<Assignment, 'request' | 'skillsKnown'>> {
  const product = ticket.productId === null ? null : await sql.rosterProduct.findUnique({ where: { id: ticket.productId } });
  const needed = ticket.productId === null ? [] : await sql.rosterProductSkill.findMany({ where: { productId: ticket.productId } });
  const request = {
    ticketId: ticket.id, priority: ticket.priority, territoryId: ticket.location?.territoryId ?? 'an unknown place', location: ticket.location ?? expert.home,
    windows: ticket.windows, visitMinutes: product?.visitMinutes ?? usualVisitMinutes, excludedExpertIds: [],
    requiredSkills: needed.map(({ skillId, level }) => ({ skillId, level })),
  };
  return { request, skillsKnown: product?.skillsKnown ?? false };
}

async function loadExpert(sql: Sql, id: string, ticket: Ticket, policy: DispatchPolicy, now: Date): Promise<RosterExpert | null> {
  const expert = await sql.rosterExpert.findUnique({ where: { id } });
  if (!expert) return null;
  const skills = await sql.rosterExpertSkill.findMany({ where: { expertId: id, removedAt: null, verified: true } });
  const territories = await sql.rosterExpertTerritory.findMany({ where: { expertId: id } });
  const shifts = await sql.rosterShift.findMany({ where: { expertId: id } });
  const timeOff = await sql.rosterTimeOff.findMany({ where: { expertId: id, endsAt: { gt: now } } });
  const bookings = await loadBookings(sql, id, ticket.id);
  return {
    id, active: expert.active, home: { lat: expert.homeLat, lng: expert.homeLng }, skills, shifts, bookings, idleSince: null,
    territories: territories.map(({ territoryId, kind }) => ({ territoryId, kind: kind as 'PRIMARY' | 'SECONDARY' })),
    timeOff: timeOff.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
    coolDownUntil: await coolDownOf(sql, id, ticket, policy),
  };
}

/** What holds the expert, without this ticket's own booking: that one is given up by the assignment. */
async function loadBookings(sql: Sql, expertId: string, ticketId: string): Promise<Booking[]> {
  const offers = await sql.offer.findMany({ where: { expertId, releasedAt: null, ticketId: { not: ticketId } } });
  const places = await sql.ticket.findMany({ where: { id: { in: offers.map((offer) => offer.ticketId) } }, select: { id: true, lat: true, lng: true } });
  const placeOf = new Map(places.map(({ id, lat, lng }) => [id, lat === null || lng === null ? null : { lat, lng }]));
  return offers.map(({ startsAt, endsAt, blockedFrom, blockedUntil, ticketId: of }) => ({ startsAt, endsAt, blockedFrom, blockedUntil, location: placeOf.get(of) ?? null }));
}

async function coolDownOf(sql: Sql, expertId: string, ticket: Ticket, policy: DispatchPolicy): Promise<Date | null> {
  const visit = openVisitOf(ticket);
  if (!visit) return null;
  const no = await sql.offer.findFirst({ where: { visitId: visit.id, expertId, status: { in: ['REFUSED', 'EXPIRED'] } }, orderBy: { answeredAt: 'desc' } });
  return no?.answeredAt ? new Date(no.answeredAt.getTime() + policy.coolDownHours * 3_600_000) : null;
}
