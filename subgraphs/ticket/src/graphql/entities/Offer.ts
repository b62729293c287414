import { hasRole } from '@sysops-squad/chassis/authorize';
import type { OfferRow } from '../../storage/visitRow.ts';
import type { Context } from '../context.ts';
import { reference } from './reference.ts';

export const Offer = {
  /** For its expert and the staff. */
  async __resolveReference({ id }: { id: string }, { caller, viewer, loaders }: Context) {
    const offer = await loaders.offer.load(id);
    const own = offer && hasRole(caller, 'EXPERT') && offer.expertId === caller.expertId;
    return own || viewer.staff ? offer : null;
  },
  ticket: ({ ticketId }: OfferRow, _: unknown, { loaders }: Context) => loaders.ticket(ticketId),
  visit: ({ visitId }: OfferRow, _: unknown, { loaders }: Context) => loaders.visit.load(visitId),
  expert: ({ expertId }: OfferRow) => reference(expertId),
};
