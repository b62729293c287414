import type { Caller } from '@sysops-squad/chassis/caller';
import type { Account, PersonRole } from './account.ts';

export type Actor = { kind: string; id: string | null };

const precedence: PersonRole[] = ['ADMIN', 'MANAGER', 'OPERATIVE', 'EXPERT', 'CUSTOMER'];

/** A person by their id in their own context: customer, expert, or else account. */
export function personActor(person: { id: string; roles: readonly string[]; customerId: string | null; expertId: string | null }): Actor {
  const kind = precedence.find((role) => person.roles.includes(role)) ?? 'CUSTOMER';
  const idByKind: Partial<Record<PersonRole, string | null>> = { CUSTOMER: person.customerId, EXPERT: person.expertId };
  return { kind, id: idByKind[kind] ?? person.id };
}

export function callerActor(caller: Caller): Actor {
  if (caller.id === null) return { kind: 'ANONYMOUS', id: null };
  return caller.kind === 'service' ? { kind: 'SYSTEM', id: caller.id } : personActor({ ...caller, id: caller.id });
}

export const accountActor = (account: Account): Actor => personActor(account);
export const authItself: Actor = { kind: 'SYSTEM', id: 'auth' };
