import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { createServiceTokenVerifier, serviceTokenType } from '@sysops-squad/chassis/serviceToken';
import { decodeJwt, decodeProtectedHeader, errors, type JWK } from 'jose';
import { verifyAccessToken, type Identified } from './accessToken.ts';
import { NoKeysYet, type KeySet } from './keySet.ts';
import { rememberTokens } from './knownTokens.ts';

/** A token was sent, and it is not one of ours or no longer valid. */
export class TokenRefused extends Error {
  readonly expired: boolean;
  constructor(reason: unknown) {
    super(reason instanceof Error ? reason.message : String(reason));
    this.expired = reason instanceof errors.JWTExpired;
  }
}

/**
 * Who sends a request, by its Authorization header alone: whatever else a client says about itself is never read.
 * @throws TokenRefused; NoKeysYet while no key has been fetched
 */
export type Identify = (authorization: string | undefined, clientAddress: string | null) => Promise<Identified>;

export async function createIdentify(keys: KeySet, servicePublicKey: JWK | undefined): Promise<Identify> {
  const verifyService = servicePublicKey && (await createServiceTokenVerifier(servicePublicKey));
  const verify = rememberTokens(async (token) => {
    if (decodeProtectedHeader(token).typ !== serviceTokenType) return verifyAccessToken(token, keys);
    if (!verifyService) throw new Error('service tokens are not accepted here');
    return { caller: await verifyService(token), expiresAt: decodeJwt(token).exp! * 1_000 };
  }, { keysVersion: keys.version });
  return async (authorization, clientAddress) => {
    if (!authorization?.trim()) return { caller: from(anonymous, clientAddress), expiresAt: null };
    const { caller, expiresAt } = await verify(bearerToken(authorization)).catch(refuse);
    return { caller: from(caller, clientAddress), expiresAt };
  };
}

const lastFrom = new WeakMap<Caller, Caller>();

/** The same object while the same caller comes from the same address: what follows from it is worked out once. */
function from(caller: Caller, clientAddress: string | null): Caller {
  const last = lastFrom.get(caller);
  if (last?.clientAddress === clientAddress) return last;
  const there = Object.freeze({ ...caller, clientAddress });
  lastFrom.set(caller, there);
  return there;
}

function bearerToken(authorization: string): string {
  const token = /^Bearer +([\w.+/=-]+)$/i.exec(authorization.trim())?.[1];
  if (!token) throw new TokenRefused('not a bearer token');
  return token;
}

function refuse(error: unknown): never {
  throw error instanceof NoKeysYet ? error : new TokenRefused(error);
}
