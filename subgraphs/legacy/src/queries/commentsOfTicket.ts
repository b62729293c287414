import { maySeeAllTickets, type Ticket } from '../domain/ticket.ts';
import { isCustomer } from '../domain/customer.ts';
import { pageOfComments } from '../monolith/ticketHistory.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

/** For whoever has the ticket already; its customer sees PUBLIC ones only. */
export const commentsOfTicket = ({ rest }: ReadingParts) => async ({ caller }: Request, ticket: Ticket, args: PageArguments) => {
  const publicOnly = isCustomer(caller, ticket.customerId) && !maySeeAllTickets(caller);
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfComments(rest, ticket.id, publicOnly, page), page);
};
