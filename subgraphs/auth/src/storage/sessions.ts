import type { Account } from '../domain/account.ts';
import { refreshTokenExpiry, sessionExpiry } from '../domain/session.ts';
import { accountById } from './accounts.ts';
import type { Database, Transaction } from './database.ts';

export type EndReason = 'SIGNED_OUT' | 'TOKEN_REUSED' | 'ACCOUNT_CHANGED';
export type NewToken = { tokenHash: Uint8Array<ArrayBuffer>; issuedAt: Date };

export type NewSession = { id: string; accountId: string; device: string | null; network: string | null };

export async function openSession(tx: Transaction, session: NewSession, token: NewToken): Promise<void> {
  const expiresAt = sessionExpiry(token.issuedAt);
  const refreshTokens = { create: { ...token, expiresAt: refreshTokenExpiry(token.issuedAt, { expiresAt }) } };
  await tx.session.create({ data: { ...session, startedAt: token.issuedAt, lastSeenAt: token.issuedAt, expiresAt, refreshTokens } });
}

/**
 * Spends a token and issues its successor in one conditional statement: of any number of simultaneous callers it gives one
 * the session, the others null.
 */
export async function exchangeToken(tx: Transaction, spent: Uint8Array, next: NewToken): Promise<{ sessionId: string; account: Account } | null> {
  const now = next.issuedAt;
  const longest = refreshTokenExpiry(now, { expiresAt: new Date(8.64e15) });
  const rows = await tx.$queryRaw<{ sessionId: string; accountId: string }[]>`
    WITH spent AS (
      UPDATE refresh_token t SET spent_at = ${now}
      FROM session s JOIN account a ON a.id = s.account_id
      WHERE t.token_hash = ${spent} AND t.spent_at IS NULL AND t.expires_at > ${now}
        AND s.id = t.session_id AND s.ended_at IS NULL AND s.expires_at > ${now} AND a.status = 'ACTIVE'
      RETURNING s.id, s.account_id, s.expires_at
    ), seen AS (
      UPDATE session SET last_seen_at = ${now} WHERE id IN (SELECT id FROM spent)
    ), issued AS (
      INSERT INTO refresh_token (token_hash, session_id, issued_at, expires_at)
      SELECT ${next.tokenHash}, id, ${now}, least(${longest}::timestamptz, expires_at) FROM spent
    )
    SELECT id AS "sessionId", account_id AS "accountId" FROM spent`;
  const [session] = rows;
  const account = session && (await accountById(tx, session.accountId));
  return session && account ? { sessionId: session.sessionId, account } : null;
}

/** Ends the session that a spent token belongs to; null when the token is unknown, unspent, or its session has ended before. */
export async function endSessionOfSpentToken(tx: Transaction, tokenHash: Uint8Array, now: Date): Promise<{ sessionId: string; accountId: string } | null> {
  const rows = await tx.$queryRaw<{ sessionId: string; accountId: string }[]>`
    UPDATE session s SET ended_at = ${now}, end_reason = 'TOKEN_REUSED'
    FROM refresh_token t
    WHERE t.token_hash = ${tokenHash} AND t.spent_at IS NOT NULL AND s.id = t.session_id AND s.ended_at IS NULL
    RETURNING s.id AS "sessionId", s.account_id AS "accountId"`;
  return rows[0] ?? null;
}

export async function endSession(tx: Transaction, session: { id: string; accountId: string }, now: Date): Promise<boolean> {
  const ended = { endedAt: now, endReason: 'SIGNED_OUT' satisfies EndReason };
  return (await tx.session.updateMany({ where: { ...session, endedAt: null }, data: ended })).count === 1;
}

/** All of an account, or all but one. @returns how many */
export async function endSessionsOf(tx: Transaction, accountId: string, now: Date, { but = null }: { but?: string | null } = {}): Promise<number> {
  const where = { accountId, endedAt: null, ...(but === null ? {} : { id: { not: but } }) };
  return (await tx.session.updateMany({ where, data: { endedAt: now, endReason: 'ACCOUNT_CHANGED' satisfies EndReason } })).count;
}

export type LiveSession = { id: string; device: string | null; network: string | null; startedAt: Date; lastSeenAt: Date };

const mostListed = 100;

export async function liveSessionsOf(database: Database, accountId: string, now: Date): Promise<LiveSession[]> {
  const rows = await database.session.findMany({
    where: { accountId, endedAt: null, expiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    take: mostListed,
  });
  return rows.map(({ id, device, network, startedAt, lastSeenAt }) => ({ id, device, network, startedAt, lastSeenAt: lastSeenAt ?? startedAt }));
}

type Exchanged = { unspent: boolean; spentAt: Date | null; sessionId: string; accountId: string };

/** What became of a token whose session goes on; null when there is none, or its session or account has ended. */
export async function lookAtToken(tx: Transaction, tokenHash: Uint8Array, now: Date): Promise<Exchanged | null> {
  const rows = await tx.$queryRaw<Exchanged[]>`
    SELECT t.spent_at IS NULL AS unspent, t.spent_at AS "spentAt", s.id AS "sessionId", s.account_id AS "accountId"
    FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN account a ON a.id = s.account_id
    WHERE t.token_hash = ${tokenHash} AND t.expires_at > ${now} AND s.ended_at IS NULL AND s.expires_at > ${now} AND a.status = 'ACTIVE'`;
  return rows[0] ?? null;
}

export const deleteSessionsExpiredBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.session.deleteMany({ where: { expiresAt: { lt: time } } })).count;
