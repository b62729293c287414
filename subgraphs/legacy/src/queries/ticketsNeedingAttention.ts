import { pageOfTickets } from '../monolith/tickets.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

export const ticketsNeedingAttention = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments) => {
  const page = readOffsetPage(args);
  const { tickets, total } = await pageOfTickets(rest, { statuses: ['NEEDS_ATTENTION'], sort: 'priority,created_at', ...page });
  return { ...offsetConnection(tickets, page), totalCount: total };
};
