import { requireRole } from '@sysops-squad/chassis/authorize';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Caller } from '@sysops-squad/chassis/caller';

/** @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
export function requireOwnCustomer(caller: Caller): string {
  requireRole(caller, 'CUSTOMER');
  if (caller.customerId === null) throw forbidden('This account belongs to no customer.');
  return caller.customerId;
}
