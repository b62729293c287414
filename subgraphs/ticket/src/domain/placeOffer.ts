import { refuse } from './decision.ts';
import type { Decision } from './decision.ts';
import type { RequiredSkill } from './facts.ts';
import { refusalOf } from './lifeCycle.ts';
import { openVisitOf } from './ticket.ts';
import type { Offer, Ticket } from './ticket.ts';

export type PlaceOffer = Pick<Offer, 'expertId' | 'startsAt' | 'endsAt' | 'blockedFrom' | 'blockedUntil' | 'expiresAt' | 'token'> & {
  offerId: string;
  /** Taken when the ticket has no open visit; an open one goes on. */
  visitId: string;
  skills: RequiredSkill[];
};

export function placeOffer(ticket: Ticket, command: PlaceOffer, now: Date): Decision {
  const refusal = refusalOf('placeOffer', ticket.status);
  if (refusal) return refusal;
  if (ticket.slaPausedAt) return refuse('WRONG_STATUS', 'The ticket is on hold: nobody is asked before the customer has named new times.');
  return { facts: [{ type: 'OfferPlaced', at: now, offer: newOffer(ticket, command, now), skills: command.skills }] };
}

export function newOffer(ticket: Ticket, command: Omit<PlaceOffer, 'skills'>, now: Date): Offer {
  const { offerId, visitId, expertId, startsAt, endsAt, blockedFrom, blockedUntil, expiresAt, token } = command;
  return {
    id: offerId, visitId: openVisitOf(ticket)?.id ?? visitId, expertId, status: 'OFFERED', startsAt, endsAt, blockedFrom, blockedUntil, expiresAt, token,
    overriddenRules: [], overrideReason: null, overriddenBy: null, createdAt: now, answeredAt: null, refusalReason: null, refusalNote: null, releasedAt: null,
  };
}
