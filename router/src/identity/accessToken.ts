import { anonymous, roles, type Caller } from '@sysops-squad/chassis/caller';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { KeySet } from './keySet.ts';

const required = {
  algorithms: ['EdDSA'],
  issuer: ['sysops-squad/auth', 'sysops-squad/legacy'],
  audience: 'sysops-squad',
  typ: 'at+jwt',
  requiredClaims: ['exp', 'sub', 'sid', 'roles'],
};

/** SYSTEM is for our services and never in a person's token. */
const claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  exp: z.number(),
  roles: z.array(z.enum(roles).exclude(['SYSTEM'])),
  customerId: z.string().nullish(),
  expertId: z.string().nullish(),
});

export type Identified = { caller: Caller; /** Milliseconds since 1970; null: never. */ expiresAt: number | null };

/** @throws when the token is forged, expired, made for somebody else or lacks a claim */
export async function verifyAccessToken(token: string, keys: KeySet): Promise<Identified> {
  const { payload } = await jwtVerify(token, keys.find, required);
  const { sub, sid, exp, roles: granted, customerId, expertId } = claims.parse(payload);
  const caller: Caller = { ...anonymous, kind: 'user', id: sub, roles: granted, customerId: customerId ?? null, expertId: expertId ?? null, sessionId: sid };
  return { caller, expiresAt: exp * 1_000 };
}
