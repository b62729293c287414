import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { mailProof } from './mailProof.ts';
import { requireActor } from './requireActor.ts';

const tooMany = userError('TOO_MANY_ATTEMPTS', 'Enough mails were sent to this address: try again in an hour.');

/** The link once more, to the address of the signed-in account. Nothing to do for one that is proven. */
export function resendVerification(parts: Parts) {
  return async (caller: Caller): Promise<UserError[]> => {
    const sent = await parts.database.$transaction(async (tx) => {
      await requireActor(tx, caller);
      const account = await accountById(tx, caller.id ?? '');
      if (!account || account.emailVerifiedAt) return 'queued';
      return mailProof(tx, parts, account, parts.now());
    });
    parts.wake();
    return sent === 'limited' ? [tooMany] : [];
  };
}
