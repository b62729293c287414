import { requireRole } from '@sysops-squad/chassis/authorize';
import { pageOfTickets } from '../monolith/tickets.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

export const ticketsNeedingAttention = ({ rest }: ReadingParts) => async ({ caller }: Request, args: PageArguments) => {
  requireRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN');
  const page = readOffsetPage(args);
  const { tickets, total } = await pageOfTickets(rest, { statuses: ['NEEDS_ATTENTION'], sort: 'priority,created_at', ...page });
  return { ...offsetConnection(tickets, page), totalCount: total };
};
