import type { TicketMessage, TicketMessageType, TicketSnapshot } from '@sysops-squad/event-contracts';
import type { Status } from '../domain/status.ts';
import type { Actor, Ticket } from '../domain/ticket.ts';
import type { OutboxMessage } from './outbox.ts';
import type { Step } from './saveTicket.ts';

/** The messages that other parts of the system hear of these facts. */
export function messagesOf(steps: readonly Step[], actor: Actor): OutboxMessage[] {
  return steps.flatMap((step) => {
    const content = contentOf(step, steps, actor);
    if (!content) return [];
    const { id: ticketId, version } = step.after;
    const envelope = { ticketId, version, occurredAt: step.fact.at.toISOString(), actor, ticket: snapshotOf(step.after) };
    return [{ id: `${ticketId}:${version}:${content.type}`, type: content.type, aggregateId: ticketId, version, payload: { ...envelope, ...content.more } }];
  });
}

type Envelope = 'ticketId' | 'version' | 'occurredAt' | 'actor' | 'ticket';
type Content = { [Type in TicketMessageType]: { type: Type; more: Omit<TicketMessage<Type>, Envelope> } }[TicketMessageType];

function contentOf({ fact, before, after }: Step, steps: readonly Step[], actor: Actor): Content | null {
  const offer = { offerId: after.offer?.id ?? '', expertId: after.offer?.expertId ?? '' };
  const visit = { visitId: after.visit?.id ?? '', expertId: after.visit?.expertId ?? '' };
  switch (fact.type) {
    case 'TicketCreated': return { type: 'ticket_created', more: {} };
    case 'TicketUpdated': return { type: 'ticket_updated', more: { replan: after.status === 'AWAITING_DISPATCH', withdrawn: withdrawnIn(steps) } };
    case 'TicketCancelled': return { type: 'ticket_cancelled', more: { reason: fact.reason, late: fact.late, withdrawn: heldBefore(before!) } };
    case 'OfferAccepted': return { type: 'offer_accepted', more: { ...offer, assignedBy: null, replaced: null } };
    case 'TicketAssigned': return { type: 'offer_accepted', more: { ...offer, assignedBy: actor.id, replaced: withdrawnIn(steps) } };
    case 'OfferRefused': return { type: 'offer_refused', more: { ...offer, reason: fact.reason, note: fact.note } };
    case 'OfferExpired': return { type: 'offer_expired', more: offer };
    case 'OfferWithdrawn': return fact.brokenRules.length > 0 ? { type: 'offer_withdrawn', more: { ...promised(before!), brokenRules: fact.brokenRules } } : null;
    case 'ExpertCannotArrive': return { type: 'expert_cannot_arrive', more: { ...promised(before!), reason: fact.reason } };
    case 'SlaBreached': return after.firstAssignedAt && nobodyBooked.includes(after.status) ? { type: 'sla_breached', more: {} } : null;
    case 'VisitStarted': return { type: 'visit_started', more: visit };
    case 'VisitArrived': return { type: 'visit_arrived', more: visit };
    case 'VisitCompleted': return { type: 'visit_completed', more: { ...visit, outcome: fact.outcome, notes: fact.notes, article: fact.article } };
    case 'TicketClosed': return { type: 'ticket_closed', more: { rating: after.rating } };
    case 'OfferPlaced': case 'EntitlementRecorded': case 'AttentionNeeded': case 'SlaResumed': case 'CommentAdded': case 'TicketClaimed': return null;
    default: return fact satisfies never;
  }
}

const nobodyBooked: readonly Status[] = ['AWAITING_DISPATCH', 'OFFERED', 'NEEDS_ATTENTION'];

function withdrawnIn(steps: readonly Step[]) {
  const step = steps.find(({ fact }) => fact.type === 'OfferWithdrawn');
  return step ? { offerId: step.after.offer!.id, expertId: step.after.offer!.expertId } : null;
}

const heldBefore = ({ offer }: Ticket) =>
  offer && !offer.releasedAt ? { offerId: offer.id, expertId: offer.expertId, accepted: offer.status === 'ACCEPTED' } : null;

function promised({ offer }: Ticket) {
  const { id: offerId, expertId, status, startsAt, endsAt } = offer!;
  return { offerId, expertId, accepted: status === 'ACCEPTED', start: startsAt.toISOString(), end: endsAt.toISOString() };
}

export function snapshotOf(ticket: Ticket): TicketSnapshot {
  const { id, number, version, status, priority, customerId, productId, productName, description, addressId, contractId, expertId, resolution, visit, attention } = ticket;
  return {
    id, number, version, status, priority, customerId, productId, productName, description, addressId, contractId, expertId, resolution,
    windows: ticket.windows.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
    visit: visit && {
      id: visit.id, status: visit.status, expertId: visit.expertId, outcome: visit.outcome,
      scheduledStart: visit.scheduledStart?.toISOString() ?? null, scheduledEnd: visit.scheduledEnd?.toISOString() ?? null,
    },
    attention: attention && { ...attention, since: attention.since.toISOString() },
    respondBy: ticket.respondBy.toISOString(), arriveBy: ticket.arriveBy.toISOString(), createdAt: ticket.createdAt.toISOString(),
  };
}
