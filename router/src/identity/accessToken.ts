import { anonymous, roles, type Caller } from '@sysops-squad/chassis/caller';
import { decodeJwt, jwtVerify } from 'jose';
import { z } from 'zod';
import { issuers } from './issuers.ts';
import type { KeySet } from './keySet.ts';

const required = {
  algorithms: ['EdDSA'],
  audience: 'sysops-squad',
  typ: 'at+jwt',
  requiredClaims: ['exp', 'iat', 'sub', 'sid', 'roles'],
};
const clockToleranceSeconds = 30;
export const longestLifetimeSeconds = 900;

const claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  exp: z.number(),
  iat: z.number(),
  roles: z.array(z.enum(roles).exclude(['SYSTEM'])),
  customerId: z.string().nullish(),
  expertId: z.string().nullish(),
  unproven: z.literal(true).optional(),
});

export type Identified = {
  caller: Caller;
  /** Both in milliseconds since 1970; null: there is no token. */
  expiresAt: number | null;
  issuedAt: number | null;
};

/** @throws when the token is forged, expired, made for somebody else, lives too long, grants what its issuer may not, or lacks a claim */
export async function verifyAccessToken(token: string, keys: KeySet, longestSeconds = longestLifetimeSeconds): Promise<Identified> {
  const issuer = decodeJwt(token).iss ?? '';
  const { payload } = await jwtVerify(token, keys.keysOf(issuer), { ...required, issuer });
  const { sub, sid, exp, iat, roles: granted, customerId, expertId, unproven } = claims.parse(payload);
  if (iat > Date.now() / 1_000 + clockToleranceSeconds) throw new Error('the token was issued in the future');
  if (exp - iat > longestSeconds) throw new Error(`a token is good for ${longestSeconds} seconds at most`);
  const allowed = issuers[issuer]?.roles ?? [];
  if (!granted.every((role) => allowed.includes(role))) throw new Error(`${issuer} may not grant ${granted.join()}`);
  const caller: Caller = { ...anonymous, kind: 'user', id: sub, roles: granted, customerId: customerId ?? null, expertId: expertId ?? null, sessionId: sid, ...(unproven && { unproven }) };
  return { caller, expiresAt: exp * 1_000, issuedAt: iat * 1_000 };
}
