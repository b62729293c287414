import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import type { OfferStatus } from '../domain/ticket.ts';
import type { Database } from '../storage/prisma.ts';
import { placeOf, placeText } from './keyset.ts';

/** Newest first. */
export const expertOffers = (database: Database) => async (expertId: string, status: readonly OfferStatus[] | null, page: Page) => {
  const after = placeOf(page.after);
  const rows = await database.offer.findMany({
    where: {
      expertId, ...(status ? { status: { in: [...status] } } : {}),
      ...(after ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: page.limit + 1,
  });
  return toConnection(rows, page.limit, ({ createdAt, id }) => placeText(createdAt, id));
};
