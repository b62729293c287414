import type { Fact, RequiredSkill } from '../domain/facts.ts';
import type { Offer, Ticket, Visit, Window } from '../domain/ticket.ts';
import { columnsOf } from './ticketRow.ts';
import type { Sql } from './prisma.ts';

export type Step = { fact: Fact; before: Ticket | null; after: Ticket };

/** Writes the ticket and what hangs on it: windows, visits, offers. Released offers first, so that their slots are free for the new ones. */
export async function saveTicket(sql: Sql, before: Ticket, steps: readonly Step[]): Promise<void> {
  const after = steps.at(-1)!.after;
  // Named only when it is another one: the database then checks the booking's skills.
  const product = after.productId === before.productId ? {} : { productId: after.productId, productName: after.productName };
  const { count } = await sql.ticket.updateMany({ where: { id: before.id, version: before.version }, data: { ...columnsOf(after), ...product } });
  if (count !== 1) throw new Error(`ticket ${before.id} is not at version ${before.version} although it was locked`);
  if (after.windows !== before.windows) await replaceWindows(sql, before.id, after.windows);
  const visits = changed(before.visit, steps.map((step) => step.after.visit));
  for (const visit of visits) await saveVisit(sql, after.id, visit, visit.id === before.visit?.id);
  const offers = changed(before.offer, steps.map((step) => step.after.offer));
  for (const offer of offers) await saveOffer(sql, after.id, offer, offer.id === before.offer?.id);
  for (const { fact } of steps) {
    if (fact.type === 'OfferPlaced' || fact.type === 'TicketAssigned') await saveSkills(sql, fact.offer, fact.skills, fact.type === 'TicketAssigned');
  }
}

/** The last form of each visit or offer that differs from the one before, oldest first. */
function changed<Part extends { id: string }>(before: Part | null, later: (Part | null)[]): Part[] {
  const last = new Map<string, Part>();
  for (const part of later) if (part && part !== before) last.set(part.id, part);
  return [...last.values()];
}

export async function replaceWindows(sql: Sql, ticketId: string, windows: readonly Window[]): Promise<void> {
  await sql.ticketWindow.deleteMany({ where: { ticketId } });
  const data = windows.map(({ start, end }, n) => ({ ticketId, position: n + 1, startsAt: start, endsAt: end }));
  if (data.length > 0) await sql.ticketWindow.createMany({ data });
}

async function saveVisit(sql: Sql, ticketId: string, visit: Visit, exists: boolean): Promise<void> {
  if (exists) await sql.visit.updateMany({ where: { id: visit.id }, data: visit });
  else await sql.visit.createMany({ data: { ...visit, ticketId } });
}

async function saveOffer(sql: Sql, ticketId: string, offer: Offer, exists: boolean): Promise<void> {
  const { status, answeredAt, refusalReason, refusalNote, releasedAt } = offer;
  if (exists) await sql.offer.updateMany({ where: { id: offer.id }, data: { status, answeredAt, refusalReason, refusalNote, releasedAt } });
  else await sql.offer.createMany({ data: { ...offer, ticketId } });
}

/** A manager may book somebody who lacks a skill: then only the skills there are can be written down. */
async function saveSkills(sql: Sql, offer: Offer, skills: readonly RequiredSkill[], onlyHeld: boolean): Promise<void> {
  let held = skills;
  if (onlyHeld) {
    const rows = await sql.rosterExpertSkill.findMany({ where: { expertId: offer.expertId, skillId: { in: skills.map(({ skillId }) => skillId) } } });
    held = skills.filter(({ skillId }) => rows.some((row) => row.skillId === skillId));
  }
  const data = held.map(({ skillId, level }) => ({ offerId: offer.id, expertId: offer.expertId, skillId, level }));
  if (data.length > 0) await sql.offerSkill.createMany({ data });
}
