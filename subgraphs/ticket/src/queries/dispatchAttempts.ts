import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import type { StoredAttempt } from '../storage/dispatchAttempts.ts';
import type { Database } from '../storage/prisma.ts';
import { positionOf } from './keyset.ts';

/** Newest first. */
export const dispatchAttempts = (database: Database) => async (ticketId: string, page: Page) => {
  const after = positionOf(page.after);
  const rows = await database.dispatchAttempt.findMany({
    where: { ticketId, ...(after === null ? {} : { attempt: { lt: after } }) }, orderBy: { attempt: 'desc' }, take: page.limit + 1,
  });
  return toConnection(rows.map(attemptOf), page.limit, ({ attempt }) => `${attempt}`);
};

const attemptOf = ({ chosen, rejected, runnersUp, rejections, ...row }: Awaited<ReturnType<Database['dispatchAttempt']['findMany']>>[number]) =>
  ({ ...row, ...({ chosen, rejected, runnersUp, rejections } as unknown as StoredAttempt) });
export type Attempt = ReturnType<typeof attemptOf>;
