import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { accountActor } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { Transaction } from '../storage/database.ts';
import { endSessionOfSpentToken, exchangeToken } from '../storage/sessions.ts';
import { hashOfToken, makeRefreshToken } from '../tokens/refreshToken.ts';
import type { OpenedSession } from './login.ts';

export type RefreshResult = { session: OpenedSession | null; userErrors: UserError[] };
type Exchange = { refreshToken: string; clientAddress: string | null };

/** Nobody can tell a thief from the owner when a token comes twice, so the whole family ends: both sign in again. */
export function refreshSession(parts: Parts) {
  return async ({ refreshToken, clientAddress }: Exchange): Promise<RefreshResult> => {
    const spent = hashOfToken(refreshToken);
    const at = parts.now();
    const next = makeRefreshToken();
    const won = await parts.database.$transaction(async (tx) => {
      const exchanged = await exchangeToken(tx, spent, { tokenHash: next.tokenHash, issuedAt: at });
      if (!exchanged) return void (await endFamily(parts, tx, spent, at, clientAddress));
      const actor = accountActor(exchanged.account);
      await appendAudit(tx, { id: parts.newId('aud'), at, actor, action: 'SESSION_REFRESHED', target: exchanged.sessionId, clientAddress });
      return exchanged;
    });
    if (!won) return { session: null, userErrors: [userError('INVALID_REFRESH_TOKEN', 'This refresh token is not valid (any more): sign in again.', 'refreshToken')] };
    return { session: { ...(await parts.signAccessToken(won.account, won.sessionId, at)), refreshToken: next.refreshToken }, userErrors: [] };
  };
}

async function endFamily({ newId }: Parts, tx: Transaction, tokenHash: Uint8Array, at: Date, clientAddress: string | null): Promise<void> {
  const ended = await endSessionOfSpentToken(tx, tokenHash, at);
  const account = ended && (await accountById(tx, ended.accountId));
  if (!ended || !account) return;
  await appendAudit(tx, { id: newId('aud'), at, actor: accountActor(account), action: 'REFRESH_TOKEN_REUSED', target: ended.sessionId, clientAddress });
}
