import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { accountActor } from '../domain/actor.ts';
import { sameSuccessorMs } from '../domain/session.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { Transaction } from '../storage/database.ts';
import { endSessionOfSpentToken, exchangeToken, lookAtToken } from '../storage/sessions.ts';
import { hashOfToken } from '../tokens/randomToken.ts';
import type { OpenedSession } from './openSession.ts';

export type RefreshResult = { session: OpenedSession | null; userErrors: UserError[] };
type Exchange = { refreshToken: string; clientAddress: string | null };
type Successor = { sessionId: string; account: Account; refreshToken: string };

const invalid = userError('INVALID_REFRESH_TOKEN', 'This refresh token is not valid (any more): sign in again.', 'refreshToken');
/** Tabs that exchange one after the other within the same seconds. */
const mostSteps = 5;

/**
 * Two tabs that exchange one token within seconds get the same successor. Later nobody can tell a thief from the owner when a token comes
 * twice, so the whole family ends: both sign in again.
 */
export function refreshSession(parts: Parts) {
  return async ({ refreshToken, clientAddress }: Exchange): Promise<RefreshResult> => {
    const at = parts.now();
    const won = await parts.database.$transaction(async (tx) => {
      const found = (await exchange(tx, parts, { refreshToken, clientAddress }, at)) ?? (await sameSuccessor(tx, parts, refreshToken, at));
      if (!found) await endFamily(parts, tx, hashOfToken(refreshToken), at, clientAddress);
      return found;
    });
    if (!won) return { session: null, userErrors: [invalid] };
    return { session: { ...(await parts.signAccessToken(won.account, won.sessionId, at)), refreshToken: won.refreshToken }, userErrors: [] };
  };
}

/** Follows from the token and a key that only auth has: given again without being kept. */
const successorOf = ({ keyring }: Parts, refreshToken: string): string => Buffer.from(keyring.mac('refresh successor', refreshToken)).toString('base64url');

async function exchange(tx: Transaction, parts: Parts, { refreshToken, clientAddress }: Exchange, at: Date): Promise<Successor | null> {
  const next = successorOf(parts, refreshToken);
  const exchanged = await exchangeToken(tx, hashOfToken(refreshToken), { tokenHash: hashOfToken(next), issuedAt: at });
  if (!exchanged) return null;
  const { sessionId, account } = exchanged;
  await appendAudit(tx, { id: parts.newId('aud'), at, actor: accountActor(account), action: 'SESSION_REFRESHED', target: sessionId, clientAddress });
  return { ...exchanged, refreshToken: next };
}

/** The newest of the line, when each before it was spent a moment ago. */
async function sameSuccessor(tx: Transaction, parts: Parts, refreshToken: string, at: Date): Promise<Successor | null> {
  let token = refreshToken;
  for (let step = 0; step <= mostSteps; step += 1) {
    const found = await lookAtToken(tx, hashOfToken(token), at);
    if (!found) return null;
    if (found.unspent) {
      const account = await accountById(tx, found.accountId);
      return account && step > 0 ? { sessionId: found.sessionId, account, refreshToken: token } : null;
    }
    if (at.getTime() - found.spentAt!.getTime() > sameSuccessorMs) return null;
    token = successorOf(parts, token);
  }
  return null;
}

async function endFamily({ newId }: Parts, tx: Transaction, tokenHash: Uint8Array, at: Date, clientAddress: string | null): Promise<void> {
  const ended = await endSessionOfSpentToken(tx, tokenHash, at);
  const account = ended && (await accountById(tx, ended.accountId));
  if (!ended || !account) return;
  await appendAudit(tx, { id: newId('aud'), at, actor: accountActor(account), action: 'REFRESH_TOKEN_REUSED', target: ended.sessionId, clientAddress });
}
