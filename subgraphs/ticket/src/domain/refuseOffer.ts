import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Decision } from './decision.ts';
import { checkText } from './input.ts';
import { openOfferOf } from './openOffer.ts';
import type { RefusalReason, Ticket } from './ticket.ts';

export type RefuseOffer = { offerId: string; reason: RefusalReason; note: string | null };

export function refuseOffer(ticket: Ticket, { offerId, reason, note }: RefuseOffer, now: Date): Decision {
  const offer = openOfferOf(ticket, offerId, 'refuseOffer', now);
  if ('refused' in offer) return offer;
  return checkText(note ?? '', 'note', 0, 500) ?? { facts: [{ type: 'OfferRefused', at: now, offerId, reason, note: normalText(note ?? '') || null }] };
}
