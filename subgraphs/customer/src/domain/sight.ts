import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';

/** How much of a customer a caller sees: everything, what a visit needs, or not even that there is one. */
export type Sight = 'WHOLE' | 'CONTACT' | 'NONE';

export function sightOf(caller: Caller, customerId: string): Sight {
  if (hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM')) return 'WHOLE';
  if (hasRole(caller, 'CUSTOMER') && caller.customerId === customerId) return 'WHOLE';
  return hasRole(caller, 'EXPERT') ? 'CONTACT' : 'NONE';
}
