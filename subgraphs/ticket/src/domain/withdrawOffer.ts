import type { Decision } from './decision.ts';
import { refuse } from './decision.ts';
import type { BrokenRule, Rule } from './dispatch/types.ts';
import { refusalOf } from './lifeCycle.ts';
import { liveOffer } from './ticket.ts';
import type { Ticket } from './ticket.ts';

/** What a change of the roster can break, and what then keeps the expert from coming. Where they drive and how full their day is was settled before. */
const rosterRules: readonly Rule[] = ['INACTIVE', 'OFF_SHIFT', 'TIME_OFF', 'SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED'];

export type WithdrawOffer = { offerId: string; broken: readonly BrokenRule[] };

/** The expert cannot come any more as the roster now is. What a manager overrode by name stays; nothing to do when all is in order. */
export function withdrawOffer(ticket: Ticket, { offerId, broken }: WithdrawOffer, now: Date): Decision {
  const refusal = refusalOf('withdrawOffer', ticket.status);
  if (refusal) return refusal;
  const offer = liveOffer(ticket);
  if (offer?.id !== offerId) return refuse('OFFER_NOT_OPEN', 'This offer is no longer open.');
  const against = broken.filter(({ rule }) => rosterRules.includes(rule) && !offer.overriddenRules.includes(rule));
  if (against.length === 0) return { facts: [] };
  const reason = against.map(({ rule, detail }) => `${rule}: ${detail}`).join('; ');
  return { facts: [{ type: 'OfferWithdrawn', at: now, offerId, reason, brokenRules: against.map(({ rule }) => rule) }] };
}
