import type { OpenVisitStatus, Status, VisitOutcome, VisitStatus } from './status.ts';

export type Priority = 'P1' | 'P2' | 'P3' | 'P4';
export type ActorKind = 'CUSTOMER' | 'OPERATIVE' | 'EXPERT' | 'MANAGER' | 'ADMIN' | 'SYSTEM' | 'ANONYMOUS';
/** Who did something: a person's id in its own context, or a service's name. */
export type Actor = { kind: ActorKind; id: string | null };
export const system = (name: string): Actor => ({ kind: 'SYSTEM', id: name });

export type Window = { start: Date; end: Date };
export type Location = { lat: number; lng: number; territoryId: string | null; postcode: string | null };
export type Attention = { reason: string; summary: string; since: Date };

export type Visit = {
  id: string;
  ordinal: number;
  status: VisitStatus;
  expertId: string | null;
  scheduledStart: Date | null;
  scheduledEnd: Date | null;
  outcome: VisitOutcome | null;
  notes: string | null;
  createdAt: Date;
  acceptedAt: Date | null;
  startedAt: Date | null;
  arrivedAt: Date | null;
  completedAt: Date | null;
};

export type RefusalReason = 'NO_SKILL' | 'TOO_FAR' | 'UNAVAILABLE' | 'OTHER';
export type OfferStatus = 'OFFERED' | 'ACCEPTED' | 'REFUSED' | 'EXPIRED' | 'WITHDRAWN';

export type Offer = {
  id: string;
  visitId: string;
  expertId: string;
  status: OfferStatus;
  startsAt: Date;
  endsAt: Date;
  blockedFrom: Date;
  blockedUntil: Date;
  expiresAt: Date;
  token: string;
  overriddenRules: string[];
  overrideReason: string | null;
  overriddenBy: string | null;
  createdAt: Date;
  answeredAt: Date | null;
  refusalReason: RefusalReason | null;
  refusalNote: string | null;
  /** Set: this offer holds nobody any more. */
  releasedAt: Date | null;
};

export type Ticket = {
  id: string;
  number: string;
  status: Status;
  /** Number of facts so far. */
  version: number;
  /** Number of edits by people, the creation included; what they name when they save. */
  editVersion: number;
  historyLength: number;
  customerId: string;
  productId: string | null;
  productName: string;
  description: string;
  priority: Priority;
  addressId: string | null;
  /** When the address was found among the customer's own; null: not yet, or it is another's. Only then may it be shown or visited. */
  addressCheckedAt: Date | null;
  windows: Window[];
  contractId: string | null;
  entitlementCheckedAt: Date | null;
  location: Location | null;
  /** Who has the live offer or booking, or did the last visit. */
  expertId: string | null;
  attention: Attention | null;
  respondBy: Date;
  arriveBy: Date;
  breachedAt: Date | null;
  /** The plan's target for arrival, for priority P3, in minutes; null: none, or not known yet. */
  planArriveMinutes: number | null;
  /** Set while the clocks of the SLA stand still. */
  slaPausedAt: Date | null;
  slaPauses: Window[];
  resolution: string | null;
  rating: number | null;
  createdAt: Date;
  firstAssignedAt: Date | null;
  arrivedAt: Date | null;
  completedAt: Date | null;
  closedAt: Date | null;
  cancelledAt: Date | null;
  /** The open visit, else the last one. */
  visit: Visit | null;
  /** The last offer; see `liveOffer`. */
  offer: Offer | null;
};

export const liveOffer = (ticket: Ticket): Offer | null => (ticket.offer && !ticket.offer.releasedAt ? ticket.offer : null);

const openVisit: readonly VisitStatus[] = ['PROPOSED', 'SCHEDULED', 'EN_ROUTE', 'ON_SITE'] satisfies OpenVisitStatus[];
export const openVisitOf = (ticket: Ticket): Visit | null =>
  ticket.visit && openVisit.includes(ticket.visit.status) ? ticket.visit : null;
