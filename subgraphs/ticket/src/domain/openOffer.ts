import { refuse } from './decision.ts';
import type { Refusal } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import { liveOffer } from './ticket.ts';
import type { Offer, Ticket } from './ticket.ts';

/** The offer when it can still be answered: live, not answered and not past its time. */
export function openOfferOf(ticket: Ticket, offerId: string, action: 'acceptOffer' | 'refuseOffer', now: Date): Offer | Refusal {
  const refusal = refusalOf(action, ticket.status);
  if (refusal) return refusal;
  const offer = liveOffer(ticket);
  if (offer?.id !== offerId) return refuse('OFFER_NOT_OPEN', 'This offer is no longer open.');
  return offer.expiresAt > now ? offer : refuse('OFFER_NOT_OPEN', 'This offer has expired.');
}
