import { maySeeTicket, type Ticket } from '../domain/ticket.ts';
import type { Request } from './request.ts';

/** The ticket, when there is one that the caller may see. */
export async function visibleTicket({ caller, load }: Request, id: string): Promise<Ticket | null> {
  const ticket = await load.ticket.load(id);
  return ticket && maySeeTicket(caller, ticket) ? ticket : null;
}
