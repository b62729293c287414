import type { Caller } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Address, Customer } from '../domain/customer.ts';
import { sightOf, type Contacts, type Sight } from '../domain/sight.ts';
import type { Context } from './context.ts';

/** An object together with how much of it may be shown: what resolvers hand on, so that no field has to guess. */
export type SeenCustomer = { id: string; customer: Customer; sight: Sight };
export type SeenAddress = { id: string; address: Address; sight: Sight };
type Looking = Pick<Context, 'contacts'> & { caller: Caller };

export const wholeCustomer = (customer: Customer): SeenCustomer => ({ id: customer.id, customer, sight: 'WHOLE' });
export const wholeAddress = (address: Address): SeenAddress => ({ id: address.id, address, sight: 'WHOLE' });

/** Null when the caller may not even know that there is one. @throws GraphQLError UNAVAILABLE when an expert's right cannot be asked */
export async function seeCustomer(looking: Looking, customer: Customer | null): Promise<SeenCustomer | null> {
  const sight = customer ? await sightFor(looking, customer.id, ({ customerIds }) => customerIds.has(customer.id)) : 'NONE';
  return customer && sight !== 'NONE' ? { id: customer.id, customer, sight } : null;
}

/** @throws GraphQLError UNAVAILABLE when an expert's right cannot be asked */
export async function seeAddress(looking: Looking, address: Address | null): Promise<SeenAddress | null> {
  const sight = address ? await sightFor(looking, address.customerId, ({ addressIds }) => addressIds.has(address.id)) : 'NONE';
  return address && sight !== 'NONE' ? { id: address.id, address, sight } : null;
}

/** The way by which an expert came here proves nothing: whose visit it is, the ticket context says. */
async function sightFor({ caller, contacts }: Looking, customerId: string, isAmong: (contacts: Contacts) => boolean): Promise<Sight> {
  const sight = sightOf(caller, customerId);
  return sight !== 'CONTACT' || (await contacts.has(isAmong)) ? sight : 'NONE';
}

/** @throws GraphQLError FORBIDDEN when only the contact data may be shown */
export function requireWhole({ sight }: { sight: Sight }): void {
  if (sight !== 'WHOLE') throw forbidden('Of a customer, an expert sees name, phone and notification preferences.');
}
