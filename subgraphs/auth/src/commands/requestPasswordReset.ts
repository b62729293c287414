import type { UserError } from '@sysops-squad/chassis/userError';
import { normalEmail } from '../domain/email.ts';
import type { Parts } from '../parts.ts';
import { accountsByEmail } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { answerAlike } from './answerAlike.ts';
import { queueLink } from './queueMail.ts';

/** For the account that has proven the address, or else the oldest in use that has not: who opens the mail proves it, with a new password. */
export function requestPasswordReset(parts: Parts) {
  return (input: { email: string }, clientAddress: string | null): Promise<UserError[]> =>
    answerAlike(parts, clientAddress, async (tx, at) => {
      const accounts = await accountsByEmail(tx, normalEmail(input.email) ?? '');
      const account = accounts.find(({ emailVerifiedAt, status }) => emailVerifiedAt || status === 'ACTIVE');
      if (account?.status !== 'ACTIVE') return;
      const { id: accountId, email } = account;
      if ((await queueLink(tx, parts, { accountId, purpose: 'RESET_PASSWORD', email }, at)) === 'limited') return;
      const actor = { kind: 'ANONYMOUS', id: null };
      await appendAudit(tx, { id: parts.newId('aud'), at, actor, action: 'PASSWORD_RESET_REQUESTED', target: accountId, clientAddress });
    });
}
