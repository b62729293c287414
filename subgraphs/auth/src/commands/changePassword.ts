import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { accountActor } from '../domain/actor.ts';
import { passwordChangedMail } from '../domain/mails.ts';
import { minimumFor, weaknessOf } from '../domain/password.ts';
import type { Parts } from '../parts.ts';
import { changePasswordHash } from '../storage/accounts.ts';
import { deleteLinksOf } from '../storage/accountLinks.ts';
import { appendAudit } from '../storage/audit.ts';
import { endSessionsOf } from '../storage/sessions.ts';
import { withPresentPassword } from './presentPassword.ts';
import { queueMail } from './queueMail.ts';

type Change = { currentPassword: string; newPassword: string };

/** Every other session ends, and every link that was mailed before is worth nothing. */
export function changePassword(parts: Parts) {
  return ({ currentPassword, newPassword }: Change, caller: Caller): Promise<UserError[]> =>
    withPresentPassword(parts, caller, currentPassword, async (account) => {
      const weakness = weaknessOf(newPassword, account.email, minimumFor(account.roles));
      if (weakness) return [userError('WEAK_PASSWORD', weakness, 'newPassword')];
      const passwordHash = await parts.gate(() => parts.hasher.hash(newPassword));
      return async (tx, at) => {
        await changePasswordHash(tx, account.id, passwordHash);
        await endSessionsOf(tx, account.id, at, { but: caller.sessionId });
        await deleteLinksOf(tx, [account.id]);
        const { clientAddress } = caller;
        await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'PASSWORD_CHANGED', target: account.id, clientAddress });
        await queueMail(tx, parts, account.email, passwordChangedMail(parts.publicUrl), { at });
        return [];
      };
    });
}
