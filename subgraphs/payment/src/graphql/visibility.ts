import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller, Role } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';

const forContracts: Role[] = ['OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM'];
const forMoney: Role[] = ['MANAGER', 'ADMIN'];

/** Those who see everybody's, and each customer their own: what is somebody else's is as if it were not there. */
const sees = (caller: Caller, everybodys: Role[], customerId: string): boolean => hasRole(caller, ...everybodys) || caller.customerId === customerId;

export const seesContractsOf = (caller: Caller, customerId: string): boolean => sees(caller, forContracts, customerId);

/** Invoices, payments and payment methods. */
export const seesMoneyOf = (caller: Caller, customerId: string): boolean => sees(caller, forMoney, customerId);

/** Like `seesContractsOf`; an EXPERT too, who reaches it through a ticket and gets no further than id and plan. */
export const seesContract = (caller: Caller, customerId: string): boolean => hasRole(caller, 'EXPERT') || seesContractsOf(caller, customerId);

/** @throws GraphQLError FORBIDDEN when the account belongs to no customer */
export function customerIdOf(caller: Caller): string {
  if (caller.customerId === null) throw forbidden('This account belongs to no customer.');
  return caller.customerId;
}
