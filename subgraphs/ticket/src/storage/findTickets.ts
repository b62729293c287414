import { Prisma } from '../../generated/client.ts';
import { isStorable } from '@sysops-squad/chassis/text/unstorable';
import type { Status } from '../domain/status.ts';
import type { Priority } from '../domain/ticket.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Database } from './prisma.ts';
import { ticketsByIds } from './readRows.ts';
import type { TicketRow } from './ticketRow.ts';

export type TicketFilter = {
  status?: Status[] | null;
  customerId?: string | null;
  expertId?: string | null;
  priority?: Priority[] | null;
  createdAfter?: Date | null;
  createdBefore?: Date | null;
  /** Of these articles. */
  articleId?: string;
};

/** Newest first, after the given place. */
export async function findTickets(db: Database, viewer: Viewer, filter: TicketFilter, after: { at: Date; id: string } | null, limit: number): Promise<TicketRow[]> {
  const place = after ? Prisma.sql`AND (t.created_at, t.id) < (${after.at}, ${after.id})` : Prisma.empty;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM ticket t WHERE ${matches(viewer, filter)} ${place} ORDER BY t.created_at DESC, t.id DESC LIMIT ${limit}`;
  return inOrder(found, await ticketsByIds(db, found.map(({ id }) => id)));
}

export function inOrder(ids: readonly { id: string }[], rows: readonly TicketRow[]): TicketRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap(({ id }) => byId.get(id) ?? []);
}

const countedTo = 10_000;

/** Exact up to 10,000. */
export async function countTickets(db: Database, viewer: Viewer, filter: TicketFilter): Promise<number> {
  const [row] = await db.$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM (SELECT 1 FROM ticket t WHERE ${matches(viewer, filter)} LIMIT ${countedTo}) AS counted`;
  return Number(row!.n);
}

function matches(viewer: Viewer, filter: TicketFilter): Prisma.Sql {
  const conditions = [visibleTo(viewer)];
  if (filter.status) conditions.push(Prisma.sql`t.status = ANY(${filter.status}::text[])`);
  if (filter.priority) conditions.push(Prisma.sql`t.priority = ANY(${filter.priority}::text[])`);
  if (filter.customerId) conditions.push(equal('customer_id', filter.customerId));
  if (filter.expertId) conditions.push(Prisma.sql`${equal('expert_id', filter.expertId)} AND ${expertKnownTo(viewer)}`);
  if (filter.createdAfter) conditions.push(Prisma.sql`t.created_at > ${filter.createdAfter}`);
  if (filter.createdBefore) conditions.push(Prisma.sql`t.created_at < ${filter.createdBefore}`);
  if (filter.articleId) conditions.push(Prisma.sql`t.id IN (SELECT ticket_id FROM ticket_article WHERE article_id = ${filter.articleId})`);
  return Prisma.join(conditions, ' AND ');
}

const equal = (column: 'customer_id' | 'expert_id', id: string): Prisma.Sql =>
  isStorable(id) ? Prisma.sql`t.${Prisma.raw(column)} = ${id}` : Prisma.sql`FALSE`;

/** The same rule as `viewOf`, for lists. */
export function visibleTo({ staff, customerId, expertId }: Viewer): Prisma.Sql {
  if (staff) return Prisma.sql`TRUE`;
  const ways = [
    ...(customerId === null ? [] : [Prisma.sql`t.customer_id = ${customerId}`]),
    ...(expertId === null ? [] : [Prisma.sql`t.id IN (SELECT ticket_id FROM offer WHERE expert_id = ${expertId})`]),
  ];
  return ways.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(ways, ' OR ')})`;
}

/** Or a customer could find out by filtering who has been asked. */
const expertKnownTo = ({ staff, expertId }: Viewer): Prisma.Sql =>
  staff || expertId !== null ? Prisma.sql`TRUE` : Prisma.sql`t.status IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED')`;
