import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import { createLoaders } from '../../queries/loaders.ts';
import type { Context } from '../context.ts';

export const ticketChanged = {
  async subscribe(_: unknown, { ticketId, after }: { ticketId: string; after?: string | null }, { viewer, loaders, application }: Context) {
    const ticket = await loaders.ticket(ticketId);
    // The same answer for a ticket that does not exist.
    if (!ticket) throw forbidden('There is no such ticket, or you may not see it.');
    const look = async () => (await createLoaders(application.database, viewer).ticket(ticketId))?.view ?? null;
    return application.subscriptions.ticketChanges(ticket, after ?? null, look);
  },
  resolve: (event: unknown) => event,
};

export const TicketChange = {
  /** Loaded anew for every event, and looked at again: may this caller still see it? */
  async ticket({ ticketId }: { ticketId: string }, _: unknown, { loaders }: Context) {
    const ticket = await loaders.ticket(ticketId);
    if (!ticket) throw forbidden('You may not see this ticket any more.');
    return ticket;
  },
};

export const OfferEvent = {
  async offer({ offerId, expertId }: { offerId: string; expertId: string }, _: unknown, { caller, loaders }: Context) {
    const offer = await loaders.offer.load(offerId);
    if (!offer || offer.expertId !== caller.expertId || offer.expertId !== expertId) throw forbidden('This is not your offer.');
    return offer;
  },
};
