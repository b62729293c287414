import type { Decision } from './decision.ts';
import { refuse } from './decision.ts';
import { refusalOf } from './lifeCycle.ts';
import { liveOffer } from './ticket.ts';
import type { Ticket } from './ticket.ts';

/** Refused while there is still time, and when the offer is no longer open: then there is nothing to do. */
export function expireOffer(ticket: Ticket, { offerId }: { offerId: string }, now: Date): Decision {
  const refusal = refusalOf('expireOffer', ticket.status);
  if (refusal) return refusal;
  const offer = liveOffer(ticket);
  if (offer?.id !== offerId || offer.expiresAt > now) return refuse('OFFER_NOT_OPEN', 'This offer does not expire now.');
  return { facts: [{ type: 'OfferExpired', at: now, offerId }] };
}
