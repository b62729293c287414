import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Caller } from '@sysops-squad/chassis/caller';

/** @throws GraphQLError FORBIDDEN when the account belongs to no customer */
export function requireOwnCustomer(caller: Caller): string {
  if (caller.customerId === null) throw forbidden('This account belongs to no customer.');
  return caller.customerId;
}
