import type { Database } from '../storage/prisma.ts';
import { checkRange } from './range.ts';

/** Visits that overlap [from, to), by start. */
export const expertVisits = (database: Database) => async (expertId: string, range: { from: Date; to: Date }) => {
  const { from, to } = checkRange(range, 62);
  return database.visit.findMany({
    where: { expertId, scheduledStart: { lt: to }, scheduledEnd: { gt: from } }, orderBy: [{ scheduledStart: 'asc' }, { id: 'asc' }], take: 500,
  });
};
