import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { createServiceTokenVerifier, serviceTokenType, type ServiceKeys } from '@sysops-squad/chassis/serviceToken';
import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { longestLifetimeSeconds, verifyAccessToken, type Identified } from './accessToken.ts';
import { NoKeysYet, type KeySet } from './keySet.ts';
import { rememberTokens } from './knownTokens.ts';
import type { Revocations } from './revocations.ts';

/** A token was sent, and it is not one of ours or no longer valid. */
export class TokenRefused extends Error {
  readonly expired: boolean;
  constructor(reason: unknown, expired = reason instanceof errors.JWTExpired) {
    super(reason instanceof Error ? reason.message : String(reason));
    this.expired = expired;
  }
}

/**
 * Who sends a request, by its Authorization header alone: whatever else a client says about itself is never read.
 * @throws TokenRefused; NoKeysYet while no key has been fetched, or nothing heard of the sessions that have ended
 */
export type Identify = (authorization: string | undefined, clientAddress: string | null) => Promise<Identified>;

type Parts = {
  keys: KeySet;
  /** By the name of the service; without any, no service token is accepted. */
  serviceKeys: ServiceKeys;
  revocations: Pick<Revocations, 'stateOf'>;
  /** Whether it is known which sessions have ended. */
  knowsRevoked?: () => boolean;
  longestSeconds?: number | undefined;
};

export async function createIdentify({ keys, serviceKeys, revocations, knowsRevoked = () => true, longestSeconds = longestLifetimeSeconds }: Parts): Promise<Identify> {
  const verifyService = await createServiceTokenVerifier(serviceKeys);
  const verify = rememberTokens(async (token) => {
    if (decodeProtectedHeader(token).typ !== serviceTokenType) return verifyAccessToken(token, keys, longestSeconds);
    return { caller: await verifyService(token), expiresAt: decodeJwt(token).exp! * 1_000, issuedAt: null };
  }, { keysVersion: keys.version });
  return async (authorization, clientAddress) => {
    if (!authorization?.trim()) return { caller: from(anonymous, clientAddress), expiresAt: null, issuedAt: null };
    const identified = await verify(bearerToken(authorization)).catch(refuse);
    requireGood(revocations, identified);
    if (identified.caller.kind === 'user' && !knowsRevoked()) throw new NoKeysYet();
    return { ...identified, caller: from(identified.caller, clientAddress) };
  };
}

/** Whether the session goes on, for what was identified a while ago. @throws TokenRefused */
export function requireGood(revocations: Pick<Revocations, 'stateOf'>, identified: Identified): void {
  const state = revocations.stateOf(identified);
  if (state !== 'good') throw new TokenRefused(`the token is ${state}`, state === 'too old');
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
