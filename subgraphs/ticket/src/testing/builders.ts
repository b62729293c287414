import { evolve } from '../domain/evolve.ts';
import type { Fact, NewTicket } from '../domain/facts.ts';
import { newOffer } from '../domain/placeOffer.ts';
import { slaOf } from '../domain/sla.ts';
import type { Ticket } from '../domain/ticket.ts';
import { servicePolicy } from './servicePolicy.ts';

export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => minutes(n * 60);
/** A Monday. */
export const monday = new Date('2026-11-23T08:00:00.000Z');
export const later = (at: Date, by: number): Date => new Date(at.getTime() + by);

type Built = { ticket: Ticket; at: Date };

/** `aTicket().offeredTo('exp_000001').accepted().ticket`: a ticket by what has happened to it. */
export function aTicket(more: Partial<NewTicket> = {}, at = monday): TicketBuilder {
  const sla = slaOf(servicePolicy, { priority: more.priority ?? 'P3', createdAt: at, windows: more.windows ?? [], planArriveMinutes: null, slaPauses: [] });
  const ticket: NewTicket = { id: 'tic_1', number: 'SYS-1', customerId: 'cus_1', productId: 'prd_1', productName: '', description: 'It is broken.', priority: 'P3', addressId: 'adr_1', windows: [], ...sla, ...more };
  const created = evolve(null, { type: 'TicketCreated', at, ticket });
  return new TicketBuilder({ ticket: { ...created, addressCheckedAt: at }, at });
}

export class TicketBuilder {
  readonly ticket: Ticket;
  readonly at: Date;
  constructor({ ticket, at }: Built) {
    this.ticket = ticket;
    this.at = at;
  }
  after(...facts: Fact[]): TicketBuilder {
    return new TicketBuilder({ ticket: facts.reduce(evolve, this.ticket), at: this.at });
  }
  covered = () => this.after({ type: 'EntitlementRecorded', at: this.at, contractId: 'con_1', location: null, planArriveMinutes: null, respondBy: this.ticket.respondBy, arriveBy: this.ticket.arriveBy });
  offeredTo(expertId: string, startsAt = later(this.at, hours(2)), offerId = 'off_1'): TicketBuilder {
    const awaiting = this.ticket.status === 'NEW' ? this.covered() : this;
    return awaiting.after({ type: 'OfferPlaced', at: this.at, offer: newOffer(awaiting.ticket, anOffer({ offerId, expertId, startsAt, at: this.at }), this.at), skills: [] });
  }
  accepted = () => this.after({ type: 'OfferAccepted', at: this.at, offerId: this.ticket.offer!.id });
  enRoute = () => this.accepted().after({ type: 'VisitStarted', at: this.at });
  onSite = () => this.enRoute().after({ type: 'VisitArrived', at: this.at });
  fixed = () => this.onSite().after({ type: 'VisitCompleted', at: this.at, outcome: 'FIXED', notes: 'Done.', article: null });
  nobodyHome = () => this.onSite().after({ type: 'VisitCompleted', at: this.at, outcome: 'NO_ENTRY', notes: null, article: null });
  needingAttention = (reason = 'NO_EXPERT') => this.after({ type: 'AttentionNeeded', at: this.at, attention: { reason, summary: 'Nobody.', since: this.at }, addressIsCustomers: true });
  cancelled = () => this.after({ type: 'TicketCancelled', at: this.at, reason: 'It works again.', late: false });
}

/** An hour's visit with twenty minutes of travel on both sides; the offer runs out after ten minutes. */
export function anOffer({ offerId = 'off_1', expertId = 'exp_1', startsAt = later(monday, hours(2)), at = monday }) {
  return {
    offerId, visitId: `vis_of_${offerId}`, expertId, startsAt, endsAt: later(startsAt, hours(1)), blockedFrom: later(startsAt, -minutes(20)),
    blockedUntil: later(startsAt, hours(1) + minutes(20)), expiresAt: later(at, minutes(10)), token: 'secret', skills: [],
  };
}
