import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import { seesInternal } from '../domain/viewer.ts';
import type { Database } from '../storage/prisma.ts';
import { placeOf, placeText } from './keyset.ts';
import type { SeenTicket } from './loaders.ts';

/** Newest first; INTERNAL ones are for staff and the expert who is to come. */
export const ticketComments = (database: Database) => async (ticket: SeenTicket, page: Page) => {
  const after = placeOf(page.after);
  const rows = await database.comment.findMany({
    where: {
      ticketId: ticket.id, ...(seesInternal(ticket.view) ? {} : { visibility: 'PUBLIC' }),
      ...(after ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: page.limit + 1,
  });
  return toConnection(rows, page.limit, ({ createdAt, id }) => placeText(createdAt, id));
};
