import { ticketIdOfVisit } from '../../domain/ids.ts';
import { maySeeTicket, maySeeVisit, type Visit as VisitModel } from '../../domain/ticket.ts';
import type { Context, Resolver } from '../resolver.ts';

const expert: Resolver<object, VisitModel> = ({ expertId }, _args, { load }) => load.expert.load(expertId);
const ticket: Resolver<object, VisitModel> = ({ ticketId }, _args, { load }) => load.ticket.load(ticketId);

export const Visit = {
  __resolveReference: async ({ id }: { id: string }, { caller, load }: Context) => {
    const found = await load.ticket.load(ticketIdOfVisit(id));
    return found?.visit?.id === id && maySeeTicket(caller, found) && maySeeVisit(caller, found) ? found.visit : null;
  },
  expert,
  ticket,
};
