import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';
import { maySeeAllTickets, type Priority, type TicketStatus } from './ticket.ts';

export type TicketFilter = {
  status?: TicketStatus[] | null; customerId?: string | null; expertId?: string | null; priority?: Priority[] | null; createdAfter?: Date | null; createdBefore?: Date | null;
};
export type TicketScope = { customerId?: string; expertId?: string };

/** Whose tickets a caller gets who asks with this filter: never more than they may see. Null: none. */
export function scopeOf(caller: Caller, { customerId, expertId, status, priority }: TicketFilter): TicketScope | null {
  if (status?.length === 0 || priority?.length === 0) return null;
  const wish = { ...(customerId != null && { customerId }), ...(expertId != null && { expertId }) };
  if (maySeeAllTickets(caller)) return wish;
  if (hasRole(caller, 'EXPERT')) return narrowed(wish, 'expertId', caller.expertId);
  return narrowed(wish, 'customerId', caller.customerId);
}

function narrowed(wish: TicketScope, by: 'customerId' | 'expertId', own: string | null): TicketScope | null {
  if (own === null || (wish[by] ?? own) !== own) return null;
  return { ...wish, [by]: own };
}
