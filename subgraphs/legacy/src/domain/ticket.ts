import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';
import { isCustomer } from './customer.ts';
import { isExpert } from './expert.ts';

export type TicketStatus =
  | 'NEW' | 'AWAITING_DISPATCH' | 'OFFERED' | 'ACCEPTED' | 'EN_ROUTE' | 'ON_SITE' | 'COMPLETED' | 'CLOSED' | 'NEEDS_ATTENTION' | 'ON_HOLD' | 'CANCELLED';
export type Priority = 'P1' | 'P2' | 'P3' | 'P4';
export type VisitStatus = 'PROPOSED' | 'SCHEDULED' | 'EN_ROUTE' | 'ON_SITE' | 'COMPLETED' | 'CANCELLED';
export type VisitOutcome = 'FIXED' | 'FOLLOW_UP_NEEDED' | 'NO_ENTRY';

export type Visit = {
  id: string; ticketId: string; expertId: string; status: VisitStatus; scheduledStart: Date | null; scheduledEnd: Date | null; outcome: VisitOutcome | null; notes: string | null;
};

export type Ticket = {
  id: string;
  number: string;
  status: TicketStatus;
  priority: Priority;
  description: string;
  createdAt: Date;
  window: { start: Date; end: Date } | null;
  productId: string | null;
  customerId: string;
  /** Copied when the ticket was made: the customer may have moved since. */
  address: { id: string; line1: string; line2: null; city: string; postcode: string; country: string };
  contractId: string | null;
  expertId: string | null;
  attentionReason: string | null;
  resolution: string | null;
  visit: Visit | null;
};

export type HistoryEntry = {
  id: string; sequence: number; at: Date; actorUserId: string | null; fromStatus: TicketStatus | null; toStatus: TicketStatus; reason: string | null;
};
export type Comment = { id: string; authorUserId: string | null; body: string; visibility: 'PUBLIC' | 'INTERNAL'; createdAt: Date };

const visitStatuses: Partial<Record<TicketStatus, VisitStatus>> = {
  OFFERED: 'PROPOSED', ACCEPTED: 'SCHEDULED', EN_ROUTE: 'EN_ROUTE', ON_SITE: 'ON_SITE', COMPLETED: 'COMPLETED', CLOSED: 'COMPLETED', CANCELLED: 'CANCELLED', ON_HOLD: 'CANCELLED',
};

/** The monolith keeps one visit within its ticket. Null when no expert has been asked yet. */
export const visitStatusOf = (status: TicketStatus): VisitStatus | null => visitStatuses[status] ?? null;

export const maySeeAllTickets = (caller: Caller): boolean => hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM');

export const maySeeTicket = (caller: Caller, ticket: Pick<Ticket, 'customerId' | 'expertId'>): boolean =>
  maySeeAllTickets(caller) || isCustomer(caller, ticket.customerId) || (ticket.expertId !== null && isExpert(caller, ticket.expertId));

/** Where a customer hears who comes, and when: once the expert has accepted. */
export const expertKnownToCustomer: readonly TicketStatus[] = ['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED', 'ON_HOLD', 'CANCELLED'];

export const maySeeVisit = (caller: Caller, ticket: Ticket): boolean =>
  maySeeAllTickets(caller) || !isCustomer(caller, ticket.customerId) || expertKnownToCustomer.includes(ticket.status);

/** Before the expert is on the way. */
export const changeableStatuses: readonly TicketStatus[] = ['NEW', 'AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED', 'NEEDS_ATTENTION', 'ON_HOLD'];
