import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { callerActor } from '../domain/actor.ts';
import { secondFactorClearedMail } from '../domain/mails.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { deleteChallengesOf } from '../storage/loginChallenges.ts';
import { deleteFactorsOf, factorsOf } from '../storage/secondFactors.ts';
import { endSessionsOf } from '../storage/sessions.ts';
import { hasFactor } from './checkFactor.ts';
import { queueMail } from './queueMail.ts';
import { requireActor } from './requireActor.ts';

const own = userError('OWN_ACCOUNT', 'Another ADMIN clears the second factor of your own account.', 'userId');
const notFound = userError('NOT_FOUND', 'There is no such account, or it has no second factor.', 'userId');

/** For an owner who has lost app, keys and codes. Sessions end, and the owner is told, because it may not have been the owner who asked. */
export function clearSecondFactor(parts: Parts) {
  return async ({ userId }: { userId: string }, caller: Caller): Promise<UserError[]> => {
    if (userId === caller.id) return [own];
    const userErrors = await parts.database.$transaction(async (tx) => {
      await requireActor(tx, caller, [userId]);
      const account = await accountById(tx, userId);
      if (!account || !hasFactor(await factorsOf(tx, userId))) return [notFound];
      const at = parts.now();
      await deleteFactorsOf(tx, userId);
      await deleteChallengesOf(tx, userId);
      await endSessionsOf(tx, userId, at);
      const { clientAddress } = caller;
      await appendAudit(tx, { id: parts.newId('aud'), at, actor: callerActor(caller), action: 'SECOND_FACTOR_CLEARED', target: userId, clientAddress });
      await queueMail(tx, parts, account.email, secondFactorClearedMail(parts.publicUrl), { at });
      return [];
    });
    parts.wake();
    return userErrors;
  };
}
