import type { Decision } from './decision.ts';
import { openOfferOf } from './openOffer.ts';
import type { Ticket } from './ticket.ts';

/** May be repeated: an offer that this expert has accepted stays accepted. */
export function acceptOffer(ticket: Ticket, { offerId }: { offerId: string }, now: Date): Decision {
  if (ticket.offer?.id === offerId && ticket.offer.status === 'ACCEPTED') return { facts: [] };
  const offer = openOfferOf(ticket, offerId, 'acceptOffer', now);
  return 'refused' in offer ? offer : { facts: [{ type: 'OfferAccepted', at: now, offerId }] };
}
