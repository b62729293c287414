import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { accountActor } from '../domain/actor.ts';
import { normalEmail } from '../domain/email.ts';
import { alreadyRegisteredMail, emailChangeNoticeMail } from '../domain/mails.ts';
import type { Parts } from '../parts.ts';
import { provenAccountByEmail } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { withPresentPassword } from './presentPassword.ts';
import { queueLink, queueMail } from './queueMail.ts';

type Change = { password: string; email: string };

/** A link to the new address, word to the old one; nothing changes before the link is used. The answer does not tell whether the address is taken. */
export function changeEmail(parts: Parts) {
  return (input: Change, caller: Caller): Promise<UserError[]> =>
    withPresentPassword(parts, caller, input.password, async (account) => {
      const email = normalEmail(input.email);
      if (!email || email === account.email) return [userError('INVALID_EMAIL', 'This is not another e-mail address, e.g. name@example.org.', 'email')];
      return async (tx, at) => {
        const { publicUrl } = parts;
        await ((await provenAccountByEmail(tx, email))
          ? queueMail(tx, parts, email, alreadyRegisteredMail(publicUrl), { at })
          : queueLink(tx, parts, { accountId: account.id, purpose: 'CHANGE_EMAIL', email }, at));
        await queueMail(tx, parts, account.email, emailChangeNoticeMail(publicUrl), { at });
        const { clientAddress } = caller;
        await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'EMAIL_CHANGE_REQUESTED', target: account.id, clientAddress });
        return [];
      };
    });
}
