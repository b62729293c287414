import { decodeJwt, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { serviceCaller, type Caller } from './caller.ts';

const issuer = 'sysops-squad/services';
const audience = 'sysops-squad';
export const serviceTokenType = 'service+jwt';
const lifetimeMs = 60_000;
const longestLifetimeSeconds = 120;
const clockToleranceSeconds = 30;

/** Tokens with which one of our services signs in at the router as SYSTEM; each is used for half of its minute. */
export async function createServiceTokenSource(options: { service: string; privateJwk: JWK }): Promise<() => Promise<string>> {
  const key = await importJWK(options.privateJwk, 'EdDSA');
  let current: Promise<string> | undefined;
  let renewAt = 0;
  const sign = (): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', typ: serviceTokenType })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(options.service)
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(key);
  return () => {
    if (current && Date.now() < renewAt) return current;
    renewAt = Date.now() + lifetimeMs / 2;
    return (current = sign());
  };
}

export type ServiceKeys = ReadonlyMap<string, JWK>;

/**
 * A token is verified with the key of the service that it names as its subject, and with no other.
 * @throws when the token is not that service's, or has expired, or lives too long
 */
export async function createServiceTokenVerifier(publicKeys: ServiceKeys): Promise<(token: string) => Promise<Caller>> {
  const keys = new Map(await Promise.all([...publicKeys].map(async ([name, jwk]) => [name, await importJWK(jwk, 'EdDSA')] as const)));
  const required = { algorithms: ['EdDSA'], issuer, audience, typ: serviceTokenType, requiredClaims: ['exp', 'iat', 'sub'] };
  return async (token) => {
    const name = decodeJwt(token).sub ?? '';
    const key = keys.get(name);
    if (!key) throw new Error('no service of this name has a key here');
    const { payload } = await jwtVerify(token, key, { ...required, subject: name });
    const { exp, iat } = payload as { exp: number; iat: number };
    if (iat > Date.now() / 1_000 + clockToleranceSeconds) throw new Error('the token was issued in the future');
    if (exp - iat > longestLifetimeSeconds) throw new Error(`a service token is good for ${longestLifetimeSeconds} seconds at most`);
    return serviceCaller(name);
  };
}
