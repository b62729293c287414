import type { Caller } from '@sysops-squad/chassis/caller';
import type { UserError } from '@sysops-squad/chassis/userError';
import type { Parts } from '../parts.ts';
import { findLink, takeLink, type UsedLink } from '../storage/accountLinks.ts';
import { lockAccount, lockAddress } from '../storage/accounts.ts';
import type { Transaction } from '../storage/database.ts';
import { violationIn } from '../storage/violations.ts';
import { hashOfToken } from '../tokens/randomToken.ts';
import { controlOfAccount, type Control } from './controlOfAccount.ts';
import { invalidLink } from './invalidLink.ts';
import { proveEmail } from './proveEmail.ts';
import type { AccountResult } from './saveUser.ts';

type Proof = { token: string; password?: string | null };
type Presented = { tokenHash: Uint8Array<ArrayBuffer>; link: UsedLink; control: Control; clientAddress: string | null };

const purposes = ['VERIFY_EMAIL', 'CHANGE_EMAIL'] as const;
const refused = (error: UserError): AccountResult => ({ user: null, userErrors: [error] });

/**
 * By the link of a registration or of a change of address, which shows who reads the mailbox, and by a session or the password, which shows whose
 * account it is. The link alone would let the owner of a mailbox prove an account that another person opened in their name.
 */
export function verifyEmail(parts: Parts) {
  return async ({ token, password }: Proof, caller: Caller): Promise<AccountResult> => {
    const tokenHash = hashOfToken(token);
    const link = await findLink(parts.database, tokenHash, purposes, parts.now());
    if (!link) return refused(invalidLink);
    const control = await controlOfAccount(parts, { accountId: link.accountId, tokenHash, password: password ?? '' }, caller);
    if (typeof control !== 'function') return refused(control);
    const { clientAddress } = caller;
    const result = await parts.database.$transaction((tx) => prove(tx, parts, { tokenHash, link, control, clientAddress })).catch(refusedByTheDatabase);
    if (result.user) parts.wake();
    return result;
  };
}

async function prove(tx: Transaction, parts: Parts, { tokenHash, link, control, clientAddress }: Presented): Promise<AccountResult> {
  const at = parts.now();
  const { email, purpose } = link;
  await lockAddress(tx, email);
  const account = await lockAccount(tx, link.accountId);
  if (account?.status !== 'ACTIVE') return refused(invalidLink);
  const refusal = await control(tx, account);
  if (refusal) return refused(refusal);
  if (!(await takeLink(tx, tokenHash, purposes, at))) return refused(invalidLink);
  // A link that was mailed before the address changed proves nothing about the new one.
  if (purpose === 'VERIFY_EMAIL' && email !== account.email) return refused(invalidLink);
  await proveEmail(tx, parts, account, { email, at, clientAddress });
  return { user: { ...account, email, emailVerifiedAt: at }, userErrors: [] };
}

function refusedByTheDatabase(error: unknown): AccountResult {
  if (violationIn(error) !== 'account_email') throw error;
  return refused(invalidLink);
}
