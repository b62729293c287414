import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import type { RecordedAttempt } from '../storage/dispatchAttempts.ts';
import type { Database } from '../storage/prisma.ts';
import { positionOf } from './keyset.ts';

type Stored = Pick<RecordedAttempt, 'rejected' | 'runnersUp'> & { chosen: (Omit<NonNullable<RecordedAttempt['chosen']>, 'scheduledStart'> & { scheduledStart: string }) | null };

/** Newest first. */
export const dispatchAttempts = (database: Database) => async (ticketId: string, page: Page) => {
  const after = positionOf(page.after);
  const rows = await database.dispatchAttempt.findMany({
    where: { ticketId, ...(after === null ? {} : { attempt: { lt: after } }) }, orderBy: { attempt: 'desc' }, take: page.limit + 1,
  });
  const attempts = rows.map((row) => ({ ...row, ...({ chosen: row.chosen, rejected: row.rejected, runnersUp: row.runnersUp } as unknown as Stored) }));
  return toConnection(attempts, page.limit, ({ attempt }) => `${attempt}`);
};
