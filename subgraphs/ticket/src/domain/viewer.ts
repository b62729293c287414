import { attentionForOutsiders, reasonForOutsiders } from './attention.ts';
import { isPromised } from './status.ts';
import type { Status } from './status.ts';
import type { Attention } from './ticket.ts';

/** Who looks: staff see all tickets, a customer their own, an expert those they have or had an offer for. */
export type Viewer = { staff: boolean; customerId: string | null; expertId: string | null };

/** What an expert has to do with a ticket. LIVE: an open offer or a booking, or a visit that ended a short while ago. OVER: all of that is past. */
export type Involvement = 'LIVE' | 'OVER';

/**
 * INSIDE: all there is to a ticket. EXPERT: what a visit needs. FORMER_EXPERT: neither whose ticket it is, nor where, nor what is said internally.
 * CUSTOMER: nothing internal, and who comes only once it is certain.
 */
export type View = 'INSIDE' | 'EXPERT' | 'FORMER_EXPERT' | 'CUSTOMER';

export function viewOf(viewer: Viewer, ticket: { customerId: string }, involvement: Involvement | null): View | null {
  if (viewer.staff) return 'INSIDE';
  const asked = viewer.expertId === null ? null : involvement;
  if (asked === 'LIVE') return 'EXPERT';
  if (viewer.customerId !== null && viewer.customerId === ticket.customerId) return 'CUSTOMER';
  return asked === 'OVER' ? 'FORMER_EXPERT' : null;
}

export const seesCustomer = (view: View): boolean => view !== 'FORMER_EXPERT';
/** To a customer the customer context shows own addresses only; staff and experts see one that was found to be the customer's. */
export const seesAddress = (view: View, checkedAt: Date | null): boolean =>
  view === 'CUSTOMER' || (seesCustomer(view) && checkedAt !== null);
export const seesInternal = (view: View): boolean => view === 'INSIDE' || view === 'EXPERT';
export const seesExpert = (view: View, status: Status): boolean => view !== 'CUSTOMER' || isPromised(status);

/** A visit that was promised to the customer, now or before. */
export const seesVisit = (view: View, visit: { status: string; acceptedAt: Date | null }): boolean =>
  view !== 'CUSTOMER' || (visit.acceptedAt !== null && visit.status !== 'PROPOSED');

/** How many experts lack what is for staff; everybody else is told in plain words. */
export const attentionSeen = (view: View, attention: Attention): Attention => (view === 'INSIDE' ? attention : attentionForOutsiders(attention));

type Entry = { fromStatus: string | null; toStatus: string; actorKind: string; actorId: string | null; reason: string | null };

/** To a customer, the search for an expert is one thing: who was asked and said no is not told, nor why somebody who was to come cannot. */
export function entrySeen<T extends Entry>(view: View, entry: T): T {
  if (view !== 'INSIDE' && entry.toStatus === 'NEEDS_ATTENTION') return { ...entry, reason: reasonForOutsiders(entry.reason) };
  const again = entry.toStatus === 'AWAITING_DISPATCH';
  const search = entry.toStatus === 'OFFERED' || (again && entry.fromStatus === 'OFFERED');
  const broken = again && ['ACCEPTED', 'EN_ROUTE'].includes(entry.fromStatus ?? '') && ['EXPERT', 'SYSTEM'].includes(entry.actorKind);
  return !seesInternal(view) && (search || broken) ? { ...entry, actorKind: 'SYSTEM', actorId: null, reason: null } : entry;
}

const search: readonly string[] = ['OFFER_PLACED', 'OFFER_REFUSED', 'OFFER_EXPIRED', 'OFFER_WITHDRAWN', 'ATTENTION_NEEDED'];
export const changeSeen = (view: View, change: string): string => (!seesInternal(view) && search.includes(change) ? 'TICKET_UPDATED' : change);
