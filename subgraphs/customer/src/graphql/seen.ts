import type { Caller } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Address, Customer } from '../domain/customer.ts';
import { sightOf, type Sight } from '../domain/sight.ts';

/** An object together with how much of it may be shown: what resolvers hand on, so that no field has to guess. */
export type SeenCustomer = { id: string; customer: Customer; sight: Sight };
export type SeenAddress = { id: string; address: Address; sight: Sight };

export const wholeCustomer = (customer: Customer): SeenCustomer => ({ id: customer.id, customer, sight: 'WHOLE' });
export const wholeAddress = (address: Address): SeenAddress => ({ id: address.id, address, sight: 'WHOLE' });

/** Null when the caller may not even know that there is one. */
export function seeCustomer(caller: Caller, customer: Customer | null): SeenCustomer | null {
  const sight = customer ? sightOf(caller, customer.id) : 'NONE';
  return customer && sight !== 'NONE' ? { id: customer.id, customer, sight } : null;
}

export function seeAddress(caller: Caller, address: Address | null): SeenAddress | null {
  const sight = address ? sightOf(caller, address.customerId) : 'NONE';
  return address && sight !== 'NONE' ? { id: address.id, address, sight } : null;
}

/** @throws GraphQLError FORBIDDEN when only the contact data may be shown */
export function requireWhole({ sight }: { sight: Sight }): void {
  if (sight !== 'WHOLE') throw forbidden('Of a customer, an expert sees name, phone and notification preferences.');
}
