import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';
import { expertKnownToCustomer, maySeeAllTickets, type Priority, type TicketStatus } from './ticket.ts';

export type TicketFilter = {
  status?: TicketStatus[] | null; customerId?: string | null; expertId?: string | null; priority?: Priority[] | null; createdAfter?: Date | null; createdBefore?: Date | null;
};
export type TicketScope = { customerId?: string; expertId?: string; statuses?: TicketStatus[] };

/** Whose tickets a caller gets who asks with this filter: never more than they may see. Null: none. */
export function scopeOf(caller: Caller, { customerId, expertId, status, priority }: TicketFilter): TicketScope | null {
  if (status?.length === 0 || priority?.length === 0) return null;
  const wish = { ...(customerId != null && { customerId }), ...(expertId != null && { expertId }) };
  if (maySeeAllTickets(caller)) return wish;
  if (hasRole(caller, 'EXPERT')) return narrowed(wish, 'expertId', caller.expertId);
  const own = narrowed(wish, 'customerId', caller.customerId);
  // Asking for an expert must not tell a customer who has been offered the visit.
  return own?.expertId === undefined ? own : { ...own, statuses: (status ?? expertKnownToCustomer).filter((one) => expertKnownToCustomer.includes(one)) };
}

function narrowed(wish: TicketScope, by: 'customerId' | 'expertId', own: string | null): TicketScope | null {
  if (own === null || (wish[by] ?? own) !== own) return null;
  return { ...wish, [by]: own };
}
