import { scopeOf, type TicketFilter } from '../domain/ticketScope.ts';
import { pageOfTickets, type TicketQuery } from '../monolith/tickets.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

type Arguments = PageArguments & { filter?: TicketFilter | null };

/** Also the tickets of one customer, where `customerId` is given. */
export const tickets = ({ rest }: ReadingParts) => async ({ caller }: Request, { filter, ...args }: Arguments, customerId?: string) => {
  const page = readOffsetPage(args);
  const wish = customerId === undefined ? (filter ?? {}) : { ...filter, customerId };
  const scope = scopeOf(caller, wish);
  if (scope === null || scope.statuses?.length === 0) return { ...offsetConnection([], page), totalCount: 0 };
  const { tickets: rows, total } = await pageOfTickets(rest, { ...queryOf(wish), ...scope, sort: '-created_at', ...page });
  return { ...offsetConnection(rows, page), totalCount: total };
};

const queryOf = ({ status, priority, createdAfter, createdBefore }: TicketFilter): Partial<TicketQuery> => ({
  ...(status && { statuses: status }),
  ...(priority && { priorities: priority }),
  ...(createdAfter && { createdAfter }),
  ...(createdBefore && { createdBefore }),
});
