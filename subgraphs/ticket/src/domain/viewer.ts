import { isPromised } from './status.ts';
import type { Status } from './status.ts';

/** Who looks: staff see all tickets, a customer their own, an expert those they have or had an offer for. */
export type Viewer = { staff: boolean; customerId: string | null; expertId: string | null };

/** INSIDE: all there is to a ticket. CUSTOMER: nothing internal, and who comes only once it is certain. */
export type View = 'INSIDE' | 'CUSTOMER';

export function viewOf(viewer: Viewer, ticket: { customerId: string }, hadOffer: boolean): View | null {
  if (viewer.staff || (viewer.expertId !== null && hadOffer)) return 'INSIDE';
  return viewer.customerId !== null && viewer.customerId === ticket.customerId ? 'CUSTOMER' : null;
}

export const seesExpert = (view: View, status: Status): boolean => view === 'INSIDE' || isPromised(status);

/** A visit that was promised to the customer, now or before. */
export const seesVisit = (view: View, visit: { status: string; acceptedAt: Date | null }): boolean =>
  view === 'INSIDE' || (visit.acceptedAt !== null && visit.status !== 'PROPOSED');

type Entry = { fromStatus: string | null; toStatus: string; actorKind: string; actorId: string | null; reason: string | null };

/** To a customer, the search for an expert is one thing: who was asked and said no is not told, nor why somebody who was to come cannot. */
export function entrySeen<T extends Entry>(view: View, entry: T): T {
  const again = entry.toStatus === 'AWAITING_DISPATCH';
  const search = entry.toStatus === 'OFFERED' || (again && entry.fromStatus === 'OFFERED');
  const broken = again && ['ACCEPTED', 'EN_ROUTE'].includes(entry.fromStatus ?? '') && ['EXPERT', 'SYSTEM'].includes(entry.actorKind);
  return view === 'CUSTOMER' && (search || broken) ? { ...entry, actorKind: 'SYSTEM', actorId: null, reason: null } : entry;
}

const search: readonly string[] = ['OFFER_PLACED', 'OFFER_REFUSED', 'OFFER_EXPIRED', 'OFFER_WITHDRAWN', 'ATTENTION_NEEDED'];
export const changeSeen = (view: View, change: string): string => (view === 'CUSTOMER' && search.includes(change) ? 'TICKET_UPDATED' : change);
