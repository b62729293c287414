import { maySeeTicket, type Ticket } from '../domain/ticket.ts';
import type { Article } from '../domain/article.ts';
import { ticketByNumber } from '../monolith/tickets.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

/** An article of the monolith was written for one ticket at most. */
export const ticketsOfArticle = ({ rest }: ReadingParts) => async ({ caller, load }: Request, article: Article, args: PageArguments) => {
  const page = readOffsetPage(args);
  const ticket = await ticketOf(article);
  const visible = ticket && maySeeTicket(caller, ticket) ? [ticket] : [];
  return { ...offsetConnection(visible.slice(page.offset), page), totalCount: visible.length };

  async function ticketOf({ ticketId, ticketNumber }: Article): Promise<Ticket | null> {
    if (ticketId !== null) return load.ticket.load(ticketId);
    return ticketNumber === null ? null : ticketByNumber(rest, ticketNumber);
  }
};
