import { Prisma } from '../../generated/client.ts';
import { inOrder } from './findTickets.ts';
import type { Database } from './prisma.ts';
import { ticketsByIds } from './readRows.ts';
import type { TicketRow } from './ticketRow.ts';

export async function attentionQueue(db: Database, after: { priority: string; since: Date; id: string } | null, limit: number): Promise<TicketRow[]> {
  const place = after ? Prisma.sql`AND (priority, attention_since, id) > (${after.priority}, ${after.since}, ${after.id})` : Prisma.empty;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM ticket WHERE status = 'NEEDS_ATTENTION' ${place} ORDER BY priority, attention_since, id LIMIT ${limit}`;
  return inOrder(found, await ticketsByIds(db, found.map(({ id }) => id)));
}
