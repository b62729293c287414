import { toConnection } from '@sysops-squad/chassis/connection';
import type { Connection, Page } from '@sysops-squad/chassis/connection';
import type { Viewer } from '../domain/viewer.ts';
import { countTickets, findTickets } from '../storage/findTickets.ts';
import type { TicketFilter } from '../storage/findTickets.ts';
import type { Database } from '../storage/prisma.ts';
import { placeOf, placeText } from './keyset.ts';
import type { Loaders, SeenTicket } from './loaders.ts';

export type TicketConnection = Connection<SeenTicket> & { totalCount: () => Promise<number> };
type Request = { viewer: Viewer; loaders: Loaders; filter: TicketFilter; page: Page };

/** The tickets that the viewer may see, newest first. */
export const tickets = (database: Database) => async ({ viewer, loaders, filter, page }: Request): Promise<TicketConnection> => {
  const rows = await findTickets(database, viewer, filter, placeOf(page.after), page.limit + 1);
  for (const row of rows) loaders.ticketRow.prime(row.id, row);
  const seen = (await Promise.all(rows.map(loaders.seen))).filter((row) => row !== null);
  return {
    ...toConnection(seen, page.limit, ({ createdAt, id }) => placeText(createdAt, id)),
    totalCount: () => countTickets(database, viewer, filter),
  };
};
