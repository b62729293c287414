import { Prisma } from '../../generated/client.ts';
import type { Fact, RequiredSkill } from '../domain/facts.ts';
import type { Offer, Ticket, Visit } from '../domain/ticket.ts';
import { assigned, fromR, json, listed } from './jsonRows.ts';
import type { Sql } from './prisma.ts';
import { columnsOf, windowRows } from './ticketRow.ts';

export type Step = { fact: Fact; before: Ticket | null; after: Ticket };

/**
 * `name AS (…)`, one of the parts of the statement that saves a change. All of them see what was there before, in no promised order;
 * what a part takes FROM `saved`, or from another part, comes after that one, and `saved` has no row when the ticket is at another version.
 */
export type Part = Prisma.Sql;

/** Writes the ticket, what hangs on it (windows, visits, offers) and what else follows, in one statement. */
export async function saveTicket(sql: Sql, before: Ticket, steps: readonly Step[], more: readonly Part[]): Promise<void> {
  const after = steps.at(-1)!.after;
  const visits = divided(before.visit, steps.map((step) => step.after.visit));
  const offers = divided(before.offer, steps.map((step) => step.after.offer));
  const parts = [
    ticketPart(before, after), ...(after.windows === before.windows ? [] : windowParts(after)),
    ...(await changed(sql, 'changed_visit', updateOf('visit', visits.known, (visit) => visit), visits.fresh)), ...newVisits(after.id, visits.fresh),
    ...(await changed(sql, 'changed_offer', updateOf('offer', offers.known, answerOf), offers.fresh)), ...newOffers(after.id, offers.fresh), ...newSkills(steps), ...more,
  ];
  const saved = await sql.$queryRaw<unknown[]>`WITH ${Prisma.join(parts)} SELECT 1 FROM saved`;
  if (saved.length !== 1) throw new Error(`ticket ${before.id} is not at version ${before.version} although it was locked`);
}

function ticketPart(before: Ticket, after: Ticket): Part {
  // Named only when it is another one: the database then checks the booking's skills.
  const product = after.productId === before.productId ? {} : { productId: after.productId, productName: after.productName };
  const customer = after.customerId === before.customerId ? {} : { customerId: after.customerId };
  const row = { ...columnsOf(after), ...product, ...customer };
  return Prisma.sql`saved AS (UPDATE ticket SET ${assigned(row)} FROM jsonb_populate_record(null::ticket, ${json(row)}::jsonb) AS r
    WHERE ticket.id = ${before.id} AND ticket.version = ${before.version} RETURNING ticket.id)`;
}

type Divided<Row> = { /** That was there before. */ known: Row[]; fresh: Row[] };

/** The last form of each visit or offer that differs from the one before, oldest first. */
function divided<Row extends { id: string }>(before: Row | null, later: (Row | null)[]): Divided<Row> {
  const last = new Map<string, Row>();
  for (const row of later) if (row && row !== before) last.set(row.id, row);
  const rows = [...last.values()];
  return { known: rows.filter(({ id }) => id === before?.id), fresh: rows.filter(({ id }) => id !== before?.id) };
}

const answerOf = ({ status, answeredAt, refusalReason, refusalNote, releasedAt }: Offer) => ({ status, answeredAt, refusalReason, refusalNote, releasedAt });

function updateOf<Row extends { id: string }>(table: 'visit' | 'offer', [row]: Row[], changing: (row: Row) => object): Prisma.Sql | null {
  if (!row) return null;
  const values = changing(row);
  const name = Prisma.raw(table);
  return Prisma.sql`UPDATE ${name} SET ${assigned(values)} FROM jsonb_populate_record(null::${name}, ${json(values)}::jsonb) AS r WHERE ${name}.id = ${row.id}`;
}

/** What makes room for a new one is done before it, or the database may find both in one place: then it is a statement of its own. */
async function changed(sql: Sql, name: string, update: Prisma.Sql | null, fresh: readonly object[]): Promise<Part[]> {
  if (!update) return [];
  if (fresh.length === 0) return [Prisma.sql`${Prisma.raw(name)} AS (${update})`];
  await sql.$executeRaw(update);
  return [];
}

function windowParts(ticket: Ticket): Part[] {
  return [
    Prisma.sql`fewer_windows AS (DELETE FROM ticket_window USING saved WHERE ticket_id = saved.id AND position > ${ticket.windows.length})`,
    Prisma.sql`new_windows AS (INSERT INTO ticket_window SELECT r.* FROM saved, jsonb_populate_recordset(null::ticket_window, ${json(windowRows(ticket))}::jsonb) AS r
      ON CONFLICT (ticket_id, position) DO UPDATE SET starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at)`,
  ];
}

function newVisits(ticketId: string, visits: readonly Visit[]): Part[] {
  if (visits.length === 0) return [];
  return [Prisma.sql`new_visit AS (INSERT INTO visit SELECT r.* FROM saved, jsonb_populate_recordset(null::visit, ${json(visits.map((visit) => ({ ...visit, ticketId })))}::jsonb) AS r)`];
}

function newOffers(ticketId: string, offers: readonly Offer[]): Part[] {
  const rows = offers.map((offer) => ({ ...offer, ticketId }));
  if (!rows[0]) return [];
  return [Prisma.sql`placed AS (INSERT INTO offer (${listed(rows[0])}) SELECT ${fromR(rows[0])} FROM saved, jsonb_populate_recordset(null::offer, ${json(rows)}::jsonb) AS r RETURNING id)`];
}

function newSkills(steps: readonly Step[]): Part[] {
  const rows = steps.flatMap(({ fact }) =>
    (fact.type === 'OfferPlaced' || fact.type === 'TicketAssigned' ? skillRows(fact.offer, fact.skills, fact.type === 'TicketAssigned') : []));
  if (rows.length === 0) return [];
  return [Prisma.sql`new_skills AS (INSERT INTO offer_skill SELECT r.offer_id, r.expert_id, r.skill_id, r.level
    FROM saved, jsonb_to_recordset(${json(rows)}::jsonb) AS r (offer_id text, expert_id text, skill_id text, level integer, only_if_held boolean)
    WHERE NOT r.only_if_held OR EXISTS (SELECT 1 FROM roster_expert_skill held WHERE held.expert_id = r.expert_id AND held.skill_id = r.skill_id))`];
}

/** A manager may book somebody who lacks a skill: then only the skills there are can be written down. */
const skillRows = ({ id: offerId, expertId }: Offer, skills: readonly RequiredSkill[], onlyIfHeld: boolean) =>
  skills.map(({ skillId, level }) => ({ offerId, expertId, skillId, level, onlyIfHeld }));
