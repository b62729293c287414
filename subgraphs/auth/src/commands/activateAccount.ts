import type { Caller } from '@sysops-squad/chassis/caller';
import { userError } from '@sysops-squad/chassis/userError';
import { callerActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { accountById, activate } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { mailProof } from './mailProof.ts';
import type { AccountResult } from './saveUser.ts';

const gone = userError('NOT_FOUND', 'There is no such account, or it was taken back.', 'accountId');

/** Repeating it changes nothing, mails nothing, and wakes no account that an ADMIN has deactivated since. */
export function activateAccount(parts: Parts) {
  const { database, now, newId } = parts;
  return async (accountId: string, caller: Caller): Promise<AccountResult> => {
    const user = await database.$transaction(async (tx) => {
      const activated = await activate(tx, accountId);
      const account = await accountById(tx, accountId);
      if (!activated || !account) return account;
      const { clientAddress } = caller;
      const at = now();
      await appendAudit(tx, { id: newId('aud'), at, actor: callerActor(caller), action: 'ACCOUNT_ACTIVATED', target: accountId, clientAddress });
      if (!account.emailVerifiedAt) await mailProof(tx, parts, account, at);
      return account;
    });
    parts.wake();
    return user ? { user, userErrors: [] } : { user, userErrors: [gone] };
  };
}
