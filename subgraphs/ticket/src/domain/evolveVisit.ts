import type { TicketCancelled, VisitArrived, VisitCompleted, VisitStarted } from './facts.ts';
import type { Status, VisitOutcome } from './status.ts';
import { liveOffer, openVisitOf } from './ticket.ts';
import type { Offer, Ticket } from './ticket.ts';

type VisitFact = TicketCancelled | VisitStarted | VisitArrived | VisitCompleted;

export const stateAfterOutcome = { FIXED: 'COMPLETED', FOLLOW_UP_NEEDED: 'AWAITING_DISPATCH', NO_ENTRY: 'ON_HOLD' } as const satisfies Record<VisitOutcome, Status>;

export function afterVisitFact(ticket: Ticket, fact: VisitFact): Ticket {
  switch (fact.type) {
    case 'VisitStarted':
      return { ...ticket, status: 'EN_ROUTE', visit: { ...ticket.visit!, status: 'EN_ROUTE', startedAt: fact.at } };
    case 'VisitArrived':
      return { ...ticket, status: 'ON_SITE', arrivedAt: ticket.arrivedAt ?? fact.at, visit: { ...ticket.visit!, status: 'ON_SITE', arrivedAt: fact.at } };
    case 'VisitCompleted':
      return completed(ticket, fact);
    case 'TicketCancelled':
      return cancelled(ticket, fact.at);
    default:
      return fact satisfies never;
  }
}

function completed(ticket: Ticket, { outcome, notes, at }: VisitCompleted): Ticket {
  const fixed = outcome === 'FIXED';
  return {
    ...ticket, status: stateAfterOutcome[outcome],
    slaPausedAt: outcome === 'NO_ENTRY' ? at : ticket.slaPausedAt,
    resolution: fixed ? notes : ticket.resolution, completedAt: fixed ? at : ticket.completedAt,
    offer: { ...ticket.offer!, releasedAt: at },
    visit: { ...ticket.visit!, status: 'COMPLETED', outcome, notes, completedAt: at },
  };
}

function cancelled(ticket: Ticket, at: Date): Ticket {
  const offer = liveOffer(ticket);
  const visit = openVisitOf(ticket);
  const withdrawn: Partial<Offer> = { status: 'WITHDRAWN', answeredAt: offer?.answeredAt ?? at, releasedAt: at };
  return {
    ...ticket, status: 'CANCELLED', attention: null, cancelledAt: at,
    offer: offer ? { ...offer, ...withdrawn } : ticket.offer,
    visit: visit ? { ...visit, status: 'CANCELLED' } : ticket.visit,
  };
}
