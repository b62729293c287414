import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import { entrySeen } from '../domain/viewer.ts';
import type { Database } from '../storage/prisma.ts';
import { positionOf } from './keyset.ts';
import type { SeenTicket } from './loaders.ts';

export const ticketHistory = (database: Database) => async (ticket: SeenTicket, page: Page) => {
  const rows = await database.ticketHistory.findMany({
    where: { ticketId: ticket.id, sequence: { gt: positionOf(page.after) ?? 0 } }, orderBy: { sequence: 'asc' }, take: page.limit + 1,
  });
  return toConnection(rows.map((row) => entrySeen(ticket.view, row)), page.limit, ({ sequence }) => `${sequence}`);
};
