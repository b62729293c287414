import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import { isId } from '../domain/input.ts';
import { expertReport as readExpertReport } from '../storage/expertReport.ts';
import type { Database } from '../storage/prisma.ts';
import { ticketReport as readTicketReport } from '../storage/ticketReport.ts';
import { checkRange } from './range.ts';

type Range = { from: Date; to: Date };
const maximumDays = 400;

export const ticketReport = (database: Database) => async (range: Range) => readTicketReport(database, checkRange(range, maximumDays));

export const expertReport = (database: Database) => async (range: Range, page: Page) => {
  const rows = await readExpertReport(database, checkRange(range, maximumDays), placeOf(page.after), page.limit + 1);
  return toConnection(rows, page.limit, ({ visits, expertId }) => `${visits}|${expertId}`);
};

function placeOf(after: string | null) {
  if (after === null) return null;
  const [visits = '', expertId = ''] = after.split('|');
  if (!/^\d{1,9}$/.test(visits) || !isId(expertId)) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  return { visits: Number(visits), expertId };
}
