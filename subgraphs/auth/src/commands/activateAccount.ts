import type { Caller } from '@sysops-squad/chassis/caller';
import { userError } from '@sysops-squad/chassis/userError';
import { callerActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { accountById, activate } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { AccountResult } from './saveUser.ts';

/** Repeating it changes nothing, and wakes no account that an ADMIN has deactivated since. */
export function activateAccount({ database, now, newId }: Parts) {
  return async (accountId: string, caller: Caller): Promise<AccountResult> =>
    database.$transaction(async (tx) => {
      if (await activate(tx, accountId)) {
        const { clientAddress } = caller;
        await appendAudit(tx, { id: newId('aud'), at: now(), actor: callerActor(caller), action: 'ACCOUNT_ACTIVATED', target: accountId, clientAddress });
      }
      const user = await accountById(tx, accountId);
      return user ? { user, userErrors: [] } : { user, userErrors: [userError('NOT_FOUND', 'There is no such account, or it was taken back.', 'accountId')] };
    });
}
