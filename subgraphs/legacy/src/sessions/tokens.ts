import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import type { Role } from '@sysops-squad/chassis/caller';

const issuer = 'sysops-squad/legacy';
const audience = 'sysops-squad';
const refreshAudience = 'sysops-squad/legacy/refresh';
const accessSeconds = 300;
const refreshSeconds = 7 * 86_400;

export type Account = { id: string; role: Role; customerId: string | null; expertId: string | null };
export type Session = { accessToken: string; accessTokenExpiresAt: Date; refreshToken: string };
export type SessionTokens = Awaited<ReturnType<typeof createSessionTokens>>;

/**
 * Tokens for the time in which auth is not there. The monolith has no table of sessions, so a refresh token is signed and not
 * stored: it can be used more than once within its 7 days, and signing out does not end it.
 */
export async function createSessionTokens({ privateJwk, clock }: { privateJwk: JWK; clock: () => Date }) {
  const { d: _secret, ...shown } = privateJwk;
  const publicJwk: JWK = { ...shown, kid: await calculateJwkThumbprint(shown), alg: 'EdDSA', use: 'sig' };
  const key = await importJWK(privateJwk, 'EdDSA');
  const verifyingKey = await importJWK(publicJwk, 'EdDSA');
  const sign = (typ: string, forAudience: string, account: Account, claims: Record<string, unknown>, seconds: number) => {
    const now = Math.floor(clock().getTime() / 1_000);
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ, kid: publicJwk.kid! });
    return token.setIssuer(issuer).setAudience(forAudience).setSubject(account.id).setIssuedAt(now).setExpirationTime(now + seconds).sign(key);
  };
  return {
    jwks: { keys: [publicJwk] },
    async open(account: Account, sessionId = `ses_${randomUUID()}`): Promise<Session> {
      const expiresAt = new Date((Math.floor(clock().getTime() / 1_000) + accessSeconds) * 1_000);
      return {
        accessToken: await sign('at+jwt', audience, account, claimsOf(account, sessionId), accessSeconds),
        accessTokenExpiresAt: expiresAt,
        refreshToken: await sign('refresh+jwt', refreshAudience, account, { sid: sessionId }, refreshSeconds),
      };
    },
    /** Null for a token that is not ours, was changed or has run out. */
    async readRefreshToken(token: string): Promise<{ accountId: string; sessionId: string } | null> {
      const required = { algorithms: ['EdDSA'], issuer, audience: refreshAudience, typ: 'refresh+jwt', currentDate: clock() };
      const verified = await jwtVerify(token, verifyingKey, required).catch(() => null);
      return verified && { accountId: verified.payload.sub!, sessionId: String(verified.payload['sid']) };
    },
  };
}

const claimsOf = ({ role, customerId, expertId }: Account, sid: string): Record<string, unknown> => ({
  roles: [role],
  ...(customerId !== null && { customerId }),
  ...(expertId !== null && { expertId }),
  sid,
});
