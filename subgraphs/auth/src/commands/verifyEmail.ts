import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Parts } from '../parts.ts';
import { findLink, takeLink } from '../storage/accountLinks.ts';
import { lockAccount, lockAddress } from '../storage/accounts.ts';
import { violationIn } from '../storage/violations.ts';
import { hashOfToken } from '../tokens/randomToken.ts';
import { proveEmail } from './proveEmail.ts';
import type { AccountResult } from './saveUser.ts';

export const invalidLink = (field = 'token'): UserError =>
  userError('INVALID_LINK', 'This link has been used, or is too old, or another account has this address: ask for a new one.', field);

/** By the link of a registration or of a change of address; it needs no sign-in, because mails are opened elsewhere. */
export function verifyEmail(parts: Parts) {
  return async (token: string, clientAddress: string | null): Promise<AccountResult> => {
    const proven = await parts.database
      .$transaction(async (tx) => {
        const at = parts.now();
        const tokenHash = hashOfToken(token);
        const found = await findLink(tx, tokenHash, at);
        if (found) await lockAddress(tx, found.email);
        const link = await takeLink(tx, tokenHash, ['VERIFY_EMAIL', 'CHANGE_EMAIL'], at);
        const account = link && (await lockAccount(tx, link.accountId));
        if (!link || account?.status !== 'ACTIVE') return null;
        // A link that was mailed before the address changed proves nothing about the new one.
        if (link.purpose === 'VERIFY_EMAIL' && link.email !== account.email) return null;
        await proveEmail(tx, parts, account, { email: link.email, at, clientAddress });
        return { ...account, email: link.email, emailVerifiedAt: at };
      })
      .catch((error: unknown) => {
        if (violationIn(error) === 'account_email') return null;
        throw error;
      });
    if (!proven) return { user: null, userErrors: [invalidLink()] };
    parts.wake();
    return { user: proven, userErrors: [] };
  };
}
