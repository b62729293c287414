import { hasRole, requireSignedIn } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import type { Channel } from './notification.ts';

export type Address = { id: string; line1: string; line2: string | null; city: string; postcode: string; country: string };

export type Customer = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  address: Address;
  channel: Channel;
  quietHours: { start: string; end: string; timeZone: string } | null;
  createdAt: Date;
};

export const isCustomer = (caller: Caller, customerId: string): boolean => hasRole(caller, 'CUSTOMER') && caller.customerId === customerId;

export const maySeeCustomer = (caller: Caller, customerId: string): boolean =>
  isCustomer(caller, customerId) || hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM');

/** Name, phone and channel: also an EXPERT, who comes to a customer through a ticket. */
export const mayContactCustomer = (caller: Caller, customerId: string): boolean => maySeeCustomer(caller, customerId) || hasRole(caller, 'EXPERT');

/** Invoices and payment methods: never an OPERATIVE or EXPERT. */
export const maySeeMoney = (caller: Caller, customerId: string): boolean => isCustomer(caller, customerId) || hasRole(caller, 'MANAGER', 'ADMIN', 'SYSTEM');

export function requireSightOf(may: (caller: Caller, customerId: string) => boolean, caller: Caller, customerId: string): void {
  requireSignedIn(caller);
  if (!may(caller, customerId)) throw forbidden('Your role does not see this of a customer.');
}
