import type { Caller } from '@sysops-squad/chassis/caller';
import { userError } from '@sysops-squad/chassis/userError';
import { callerActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { abandon, accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { refusalOf } from './refusalOf.ts';
import type { AccountResult } from './saveUser.ts';

/** After it the accountId can never be provisioned, not even by a call that is still on the way. */
export function abandonAccount({ database, now, newId }: Parts) {
  return async (accountId: string, caller: Caller): Promise<AccountResult> =>
    database
      .$transaction(async (tx): Promise<AccountResult> => {
        const at = now();
        if (await abandon(tx, accountId, at)) {
          const { clientAddress } = caller;
          await appendAudit(tx, { id: newId('aud'), at, actor: callerActor(caller), action: 'ACCOUNT_ABANDONED', target: accountId, clientAddress });
        }
        const user = await accountById(tx, accountId);
        return { user, userErrors: user ? [userError('ALREADY_ACTIVE', 'This account has been activated and stays.', 'accountId')] : [] };
      })
      .catch((error: unknown) => ({ user: null, userErrors: [refusalOf(error)] }));
}
