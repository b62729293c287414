import { randomUUID } from 'node:crypto';
import type { ImportedTicket } from '../domain/importTicket.ts';
import type { Actor } from '../domain/ticket.ts';
import type { Database, Sql } from './prisma.ts';

/** Inserts those that are new, with history and log and without a message to anybody; returns their ids. */
export async function insertImported(sql: Sql, source: string, tickets: readonly ImportedTicket[], actor: Actor): Promise<Set<string>> {
  // In one order everywhere, so that two imports of the same rows wait for each other instead of blocking each other.
  const data = tickets.map((ticket) => ticketRow(source, ticket, actor)).sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
  const inserted = await sql.ticket.createManyAndReturn({ data, skipDuplicates: true, select: { id: true } });
  const created = new Set(inserted.map(({ id }) => id));
  const fresh = tickets.filter(({ id }) => created.has(id));
  await sql.ticketHistory.createMany({ data: fresh.flatMap((ticket) => historyRows(source, ticket, actor)) });
  await sql.ticketEvent.createMany({ data: fresh.map(eventRow) });
  const held = fresh.filter(({ status }) => status === 'ON_HOLD');
  await remindOneByOne(sql, held.map(({ id }) => id));
  return created;
}

const FIRST_AFTER_MS = 3 * 86_400_000;
const THEN_EVERY_MS = 10 * 60_000;

/**
 * A person is asked to look at each ticket that another desk left on hold, but not at thousands in one morning: from the third day on one after the
 * other, at most 144 a day, behind those that were imported before. Left out altogether they would wait for ever.
 */
async function remindOneByOne(sql: Sql, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  const [last] = await sql.$queryRaw<{ at: Date | null; now: Date }[]>`
    SELECT max(due_at) AS at, clock_timestamp() AS now FROM timer WHERE kind = 'HOLD_REMINDER' AND done_at IS NULL`;
  const first = Math.max(last!.now.getTime() + FIRST_AFTER_MS, (last!.at?.getTime() ?? 0) + THEN_EVERY_MS);
  await sql.timer.createMany({ data: ticketIds.map((id, n) => ({ id: `hold:${id}`, kind: 'HOLD_REMINDER', ticketId: id, dueAt: new Date(first + n * THEN_EVERY_MS) })) });
}

export async function findImported(db: Database, source: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.ticket.findMany({ where: { importSource: source, externalId: { in: [...externalIds] } }, select: { id: true, externalId: true } });
  return new Map(rows.map(({ id, externalId }) => [externalId!, id]));
}

function ticketRow(source: string, { id, row, status, attention, slaPausedAt, respondBy, arriveBy, closedAt }: ImportedTicket, actor: Actor) {
  return {
    id, status, version: 1, customerId: row.customerId, productId: row.productId || null, productName: row.productName, description: row.description,
    priority: row.priority, respondBy, arriveBy, slaPausedAt, attentionReason: attention?.reason ?? null, attentionSummary: attention?.summary ?? null,
    attentionSince: attention?.since ?? null, resolution: row.resolution?.trim() || null, rating: row.rating ?? null, createdByKind: actor.kind, createdById: actor.id,
    importSource: source, externalId: row.externalId, createdAt: row.createdAt, completedAt: closedAt, closedAt,
  };
}

const historyRows = (source: string, { id, history }: ImportedTicket, actor: Actor) =>
  history.map(({ at, from, to }, n) => ({
    ticketId: id, sequence: n + 1, at, actorKind: actor.kind, actorId: actor.id, fromStatus: from, toStatus: to, reason: `Imported from ${source}`,
  }));

const eventRow = ({ id, row }: ImportedTicket) => ({
  id: randomUUID(), ticketId: id, version: 1, type: 'TICKET_IMPORTED', payload: { externalId: row.externalId }, visibility: 'PUBLIC', occurredAt: row.createdAt,
});
