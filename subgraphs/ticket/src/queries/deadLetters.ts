import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import type { Database, OutboxRow } from '../storage/prisma.ts';
import { placeOf, placeText } from './keyset.ts';

/** Oldest first. */
export const deadLetters = (database: Database) => async (page: Page) => {
  const after = placeOf(page.after);
  const rows = await database.outbox.findMany({
    where: { deadAt: { not: null }, ...(after ? { OR: [{ deadAt: { gt: after.at } }, { deadAt: after.at, id: { gt: after.id } }] } : {}) },
    orderBy: [{ deadAt: 'asc' }, { id: 'asc' }], take: page.limit + 1,
  });
  return toConnection(rows.map(deadLetterOf), page.limit, ({ diedAt, id }) => placeText(diedAt, id));
};

export type DeadLetter = { id: string; type: string; ticketId: string; tries: number; error: string; diedAt: Date };

export const deadLetterOf = ({ id, type, aggregateId, tries, lastError, deadAt }: OutboxRow): DeadLetter =>
  ({ id, type, ticketId: aggregateId, tries, error: lastError ?? 'Unknown.', diedAt: deadAt ?? new Date(0) });
