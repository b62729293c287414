import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';
import type { Viewer } from '../domain/viewer.ts';
import type { Actor } from '../domain/ticket.ts';

export const isStaff = (caller: Caller): boolean => hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM');

export const viewerOf = (caller: Caller): Viewer => ({
  staff: isStaff(caller),
  customerId: hasRole(caller, 'CUSTOMER') ? caller.customerId : null,
  expertId: hasRole(caller, 'EXPERT') ? caller.expertId : null,
});

/** In whose name something is done: the strongest role of those who work here, else the customer. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'service') return { kind: 'SYSTEM', id: caller.id };
  const staff = (['ADMIN', 'MANAGER', 'OPERATIVE'] as const).find((role) => hasRole(caller, role));
  if (staff) return { kind: staff, id: caller.id };
  if (hasRole(caller, 'EXPERT')) return { kind: 'EXPERT', id: caller.expertId };
  return hasRole(caller, 'CUSTOMER') ? { kind: 'CUSTOMER', id: caller.customerId } : { kind: 'ANONYMOUS', id: null };
}
