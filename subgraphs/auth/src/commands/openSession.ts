import { coarseNetworkOf } from '@sysops-squad/chassis/networkOf';
import type { Account } from '../domain/account.ts';
import { accountActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { lockAccount } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { Transaction } from '../storage/database.ts';
import { openSession as insertSession } from '../storage/sessions.ts';
import type { AccessToken } from '../tokens/accessToken.ts';
import { makeToken } from '../tokens/randomToken.ts';

export type OpenedSession = AccessToken & { refreshToken: string };
export type From = { clientAddress: string | null; deviceName?: string | null | undefined };

/** Nothing of the transaction stays. */
class NotOpened extends Error {}

/**
 * Null: between the look at the password and the session the account was changed. The token states what the account is under its lock.
 * @param also what belongs into the same transaction; false: no session after all
 */
export async function openSession(parts: Parts, verified: Account, from: From, also: (tx: Transaction, at: Date) => Promise<boolean>): Promise<OpenedSession | null> {
  const at = parts.now();
  const id = parts.newId('ses');
  const { token: refreshToken, tokenHash } = makeToken();
  const { clientAddress } = from;
  const session = { id, device: from.deviceName ? [...from.deviceName.slice(0, 200)].slice(0, 100).join('').toWellFormed() : null, network: coarseNetworkOf(clientAddress) };
  const account = await parts.database.$transaction(async (tx) => {
    const present = await lockAccount(tx, verified.id);
    if (present?.status !== 'ACTIVE' || present.passwordHash !== verified.passwordHash) return null;
    if (!(await also(tx, at))) throw new NotOpened();
    await insertSession(tx, { ...session, accountId: present.id }, { tokenHash, issuedAt: at });
    await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(present), action: 'SIGNED_IN', target: id, clientAddress });
    return present;
  }).catch((error: unknown) => {
    if (error instanceof NotOpened) return null;
    throw error;
  });
  return account && { ...(await parts.signAccessToken(account, id, at)), refreshToken };
}
