import type { ExpertCannotArrive, OfferAccepted, OfferExpired, OfferPlaced, OfferRefused, OfferWithdrawn, TicketAssigned } from './facts.ts';
import { openVisitOf } from './ticket.ts';
import type { Offer, Ticket, Visit } from './ticket.ts';

type OfferFact = OfferPlaced | OfferAccepted | OfferRefused | OfferExpired | OfferWithdrawn | TicketAssigned | ExpertCannotArrive;

export function afterOfferFact(ticket: Ticket, fact: OfferFact): Ticket {
  switch (fact.type) {
    case 'OfferPlaced':
      return proposed(ticket, fact.offer, fact.at);
    case 'TicketAssigned':
      return accepted(proposed(ticket, fact.offer, fact.at), fact.at);
    case 'OfferAccepted':
      return accepted(ticket, fact.at);
    case 'OfferRefused':
      return released(ticket, { status: 'REFUSED', refusalReason: fact.reason, refusalNote: fact.note }, fact.at);
    case 'OfferExpired':
      return released(ticket, { status: 'EXPIRED' }, fact.at);
    case 'OfferWithdrawn':
      return released(ticket, { status: 'WITHDRAWN' }, fact.at);
    case 'ExpertCannotArrive':
      return released(ticket, { status: 'REFUSED', refusalReason: 'UNAVAILABLE', refusalNote: fact.reason, answeredAt: fact.at }, fact.at);
    default:
      return fact satisfies never;
  }
}

function proposed(ticket: Ticket, offer: Offer, at: Date): Ticket {
  const visit = openVisitOf(ticket) ?? newVisit(offer.visitId, (ticket.visit?.ordinal ?? 0) + 1, at);
  return {
    ...ticket, status: 'OFFERED', attention: null, expertId: offer.expertId, offer,
    visit: { ...visit, status: 'PROPOSED', expertId: offer.expertId, scheduledStart: offer.startsAt, scheduledEnd: offer.endsAt },
  };
}

function accepted(ticket: Ticket, at: Date): Ticket {
  return {
    ...ticket, status: 'ACCEPTED', firstAssignedAt: ticket.firstAssignedAt ?? at,
    offer: { ...ticket.offer!, status: 'ACCEPTED', answeredAt: at },
    visit: { ...ticket.visit!, status: 'SCHEDULED', acceptedAt: at },
  };
}

/** The visit stays open and waits for another expert. */
function released(ticket: Ticket, answer: Partial<Offer>, at: Date): Ticket {
  const offer = ticket.offer!;
  return {
    ...ticket, status: 'AWAITING_DISPATCH', attention: null, expertId: null,
    offer: { ...offer, ...answer, answeredAt: answer.answeredAt ?? offer.answeredAt ?? at, releasedAt: at },
    visit: { ...ticket.visit!, status: 'PROPOSED', expertId: null, scheduledStart: null, scheduledEnd: null, acceptedAt: null, startedAt: null },
  };
}

const newVisit = (id: string, ordinal: number, at: Date): Visit => ({
  id, ordinal, status: 'PROPOSED', expertId: null, scheduledStart: null, scheduledEnd: null, outcome: null, notes: null,
  createdAt: at, acceptedAt: null, startedAt: null, arrivedAt: null, completedAt: null,
});
