import { randomInt, timingSafeEqual } from 'node:crypto';
import type { UserError } from '@sysops-squad/chassis/userError';
import { normalEmail } from '../domain/email.ts';
import { signInCodeMail } from '../domain/mails.ts';
import type { Parts } from '../parts.ts';
import { accountsByEmail } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { saveCode, tryCode } from '../storage/signInCodes.ts';
import { answerAlike } from './answerAlike.ts';
import { queueMail } from './queueMail.ts';

const lifetimeMs = 10 * 60_000;

const hashOf = ({ keyring }: Parts, accountId: string, code: string) => keyring.mac('sign-in code', `${accountId} ${code}`);

/** For an owner whom the wrong passwords of others hold up: with the code and the password no counter does. */
export function requestSignInCode(parts: Parts) {
  return (input: { email: string }, clientAddress: string | null): Promise<UserError[]> =>
    answerAlike(parts, clientAddress, async (tx, at) => {
      const [account] = await accountsByEmail(tx, normalEmail(input.email) ?? '');
      if (account?.status !== 'ACTIVE') return;
      const code = String(randomInt(100_000_000)).padStart(8, '0');
      const expiresAt = new Date(at.getTime() + lifetimeMs);
      if ((await queueMail(tx, parts, account.email, signInCodeMail(code), { at, expiresAt })) === 'limited') return;
      await saveCode(tx, { accountId: account.id, codeHash: hashOf(parts, account.id, code), expiresAt });
      const actor = { kind: 'ANONYMOUS', id: null };
      await appendAudit(tx, { id: parts.newId('aud'), at, actor, action: 'SIGN_IN_CODE_REQUESTED', target: account.id, clientAddress });
    });
}

export async function codeIsRight(parts: Parts, email: string, code: string): Promise<boolean> {
  const [account] = await accountsByEmail(parts.database, email);
  const kept = account && (await tryCode(parts.database, account.id, parts.now()));
  return kept ? timingSafeEqual(kept, hashOf(parts, account.id, code.trim().slice(0, 20))) : false;
}
