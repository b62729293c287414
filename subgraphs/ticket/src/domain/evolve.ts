import { afterOfferFact } from './evolveOffer.ts';
import { afterVisitFact } from './evolveVisit.ts';
import type { Fact, NamedProduct, NewTicket } from './facts.ts';
import type { Status } from './status.ts';
import type { Ticket } from './ticket.ts';

/** The ticket after one fact; the first fact of a ticket is TicketCreated. Pure: the guarantees stand in the decisions. */
export function evolve(before: Ticket | null, fact: Fact): Ticket {
  if (fact.type === 'TicketCreated') return created(fact.ticket, fact.at);
  if (!before) throw new Error(`${fact.type} without a ticket`);
  const after = afterFact(before, fact);
  const moved = after.status !== before.status || fact.type === 'TicketClaimed' || fact.type === 'TicketUpdated';
  return { ...after, version: before.version + 1, historyLength: before.historyLength + (moved ? 1 : 0) };
}

function created(ticket: NewTicket, at: Date): Ticket {
  return {
    ...ticket, status: 'NEW', version: 1, editVersion: 1, historyLength: 1, contractId: null, planArriveMinutes: null, slaPausedAt: null, slaPauses: [], entitlementCheckedAt: null, addressCheckedAt: null, location: null,
    expertId: null, attention: null, breachedAt: null, resolution: null, rating: null, createdAt: at, firstAssignedAt: null,
    arrivedAt: null, completedAt: null, closedAt: null, cancelledAt: null, visit: null, offer: null,
  };
}

function afterFact(ticket: Ticket, fact: Exclude<Fact, { type: 'TicketCreated' }>): Ticket {
  switch (fact.type) {
    case 'TicketUpdated': {
      const { description, priority, windows, product, respondBy, arriveBy } = fact;
      const kept = product ? withProduct(ticket, product) : ticket;
      return inState({ ...kept, editVersion: ticket.editVersion + 1, description, priority, windows, respondBy, arriveBy }, fact.dispatchAgain ? 'AWAITING_DISPATCH' : ticket.status);
    }
    case 'EntitlementRecorded': {
      const { planArriveMinutes, respondBy, arriveBy, at } = fact;
      const found = { contractId: fact.contractId ?? ticket.contractId, location: fact.location ?? ticket.location };
      const checked = { ...ticket, ...found, planArriveMinutes, respondBy, arriveBy, entitlementCheckedAt: at,
        addressCheckedAt: fact.location ? at : ticket.addressCheckedAt };
      return inState(checked, ['NEW', 'NEEDS_ATTENTION'].includes(ticket.status) ? 'AWAITING_DISPATCH' : ticket.status);
    }
    case 'TicketClaimed':
      return { ...ticket, customerId: fact.customerId };
    case 'AttentionNeeded':
      return { ...ticket, status: 'NEEDS_ATTENTION', attention: fact.attention, addressCheckedAt: fact.addressIsCustomers ? fact.at : ticket.addressCheckedAt };
    case 'TicketClosed':
      return { ...ticket, status: 'CLOSED', rating: fact.rating ?? ticket.rating, closedAt: fact.at };
    case 'SlaBreached':
      return { ...ticket, breachedAt: ticket.breachedAt ?? fact.at };
    case 'SlaResumed':
      return { ...ticket, slaPausedAt: null, slaPauses: fact.pauses, respondBy: fact.respondBy, arriveBy: fact.arriveBy };
    case 'CommentAdded':
      return ticket;
    case 'OfferPlaced': case 'OfferAccepted': case 'OfferRefused': case 'OfferExpired': case 'OfferWithdrawn': case 'TicketAssigned': case 'ExpertCannotArrive':
      return afterOfferFact(ticket, fact);
    case 'TicketCancelled': case 'VisitStarted': case 'VisitArrived': case 'VisitCompleted':
      return afterVisitFact(ticket, fact);
    default:
      return fact satisfies never;
  }
}

/** As if nobody had looked at it yet: coverage and place are found out anew. */
const withProduct = (ticket: Ticket, { id, name }: NamedProduct): Ticket =>
  ({ ...ticket, productId: id, productName: name, contractId: null, planArriveMinutes: null, entitlementCheckedAt: null, location: null });

export const inState = (ticket: Ticket, status: Status): Ticket =>
  ({ ...ticket, status, attention: status === 'NEEDS_ATTENTION' ? ticket.attention : null });
