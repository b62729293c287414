import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { accountActor } from '../domain/actor.ts';
import { passwordChangedMail } from '../domain/mails.ts';
import { minimumFor, weaknessOf } from '../domain/password.ts';
import type { Parts } from '../parts.ts';
import { deleteLinksOf, findLink, takeLink } from '../storage/accountLinks.ts';
import { accountById, changePasswordHash, lockAccount, lockAddress } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { Transaction } from '../storage/database.ts';
import { deleteChallengesOf } from '../storage/loginChallenges.ts';
import { deleteFactorsOf } from '../storage/secondFactors.ts';
import { endSessionsOf } from '../storage/sessions.ts';
import { deleteCode } from '../storage/signInCodes.ts';
import { violationIn } from '../storage/violations.ts';
import { hashOfToken } from '../tokens/randomToken.ts';
import { invalidLink } from './invalidLink.ts';
import { proveEmail } from './proveEmail.ts';
import { queueMail } from './queueMail.ts';

type Reset = { token: string; password: string };

const purposes = ['RESET_PASSWORD'] as const;

/** The link is used only with a password that will do. Ends all sessions and other links, and proves the address that the mail went to. */
export function resetPassword(parts: Parts) {
  return async ({ token, password }: Reset, clientAddress: string | null): Promise<UserError[]> => {
    const tokenHash = hashOfToken(token);
    const found = await findLink(parts.database, tokenHash, purposes, parts.now());
    const account = found && (await accountById(parts.database, found.accountId));
    if (!account) return [invalidLink];
    const weakness = weaknessOf(password, account.email, minimumFor(account.roles));
    if (weakness) return [userError('WEAK_PASSWORD', weakness, 'password')];
    const passwordHash = await parts.gate(() => parts.hasher.hash(password));
    const done = await parts.database.$transaction((tx) => reset(tx, parts, { tokenHash, passwordHash, clientAddress })).catch(refusedByTheDatabase);
    parts.wake();
    return done ? [] : [invalidLink];
  };
}

type NewPassword = { tokenHash: Uint8Array<ArrayBuffer>; passwordHash: string; clientAddress: string | null };

async function reset(tx: Transaction, parts: Parts, { tokenHash, passwordHash, clientAddress }: NewPassword): Promise<boolean> {
  const at = parts.now();
  const link = await findLink(tx, tokenHash, purposes, at);
  if (!link) return false;
  await lockAddress(tx, link.email);
  const account = await lockAccount(tx, link.accountId);
  if (!(await takeLink(tx, tokenHash, purposes, at)) || account?.status !== 'ACTIVE' || account.email !== link.email) return false;
  await changePasswordHash(tx, account.id, passwordHash);
  await endSessionsOf(tx, account.id, at);
  await deleteLinksOf(tx, [account.id]);
  await deleteCode(tx, account.id);
  await proveIfNeeded(tx, parts, account, { at, clientAddress });
  await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'PASSWORD_RESET', target: account.id, clientAddress });
  await queueMail(tx, parts, account.email, passwordChangedMail(parts.publicUrl), { at });
  return true;
}

/** The second factors of an unproven account were set up by a person who never showed that the mailbox is theirs. */
async function proveIfNeeded(tx: Transaction, parts: Parts, account: Account, from: { at: Date; clientAddress: string | null }): Promise<void> {
  if (account.emailVerifiedAt) return;
  await deleteFactorsOf(tx, account.id);
  await deleteChallengesOf(tx, account.id);
  await proveEmail(tx, parts, account, { email: account.email, ...from });
}

function refusedByTheDatabase(error: unknown): false {
  if (violationIn(error) !== 'account_email') throw error;
  return false;
}
