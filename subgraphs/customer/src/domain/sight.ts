import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';

/** How much of a customer a caller sees: everything, what a visit needs, or not even that there is one. */
export type Sight = 'WHOLE' | 'CONTACT' | 'NONE';

/** Whom an expert is to visit or has visited a short while ago, and where: the ticket context says it. */
export type Contacts = { customerIds: ReadonlySet<string>; addressIds: ReadonlySet<string> };

/** CONTACT is as far as a role goes: whether this expert has to do with this customer is asked besides. */
export function sightOf(caller: Caller, customerId: string): Sight {
  if (hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM')) return 'WHOLE';
  if (hasRole(caller, 'CUSTOMER') && caller.customerId === customerId) return 'WHOLE';
  return hasRole(caller, 'EXPERT') && caller.expertId !== null ? 'CONTACT' : 'NONE';
}
