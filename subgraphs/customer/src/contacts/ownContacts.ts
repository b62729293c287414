import type { Caller } from '@sysops-squad/chassis/caller';
import type { Contacts } from '../domain/sight.ts';
import type { KnownContacts } from './contacts.ts';

/** Whether the expert who asks has to do with somebody, or with a place. */
export type OwnContacts = { has: (isAmong: (contacts: Contacts) => boolean) => Promise<boolean> };

/** Made anew for every request, which asks once at most. */
export function ownContacts({ expertId }: Pick<Caller, 'expertId'>, known: KnownContacts): OwnContacts {
  let renewed: Promise<Contacts> | null = null;
  return {
    async has(isAmong) {
      if (expertId === null) return false;
      const kept = known.of(expertId);
      return (kept !== null && isAmong(kept)) || isAmong(await (renewed ??= known.renew(expertId)));
    },
  };
}
