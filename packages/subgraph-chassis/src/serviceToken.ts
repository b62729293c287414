import { importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { serviceCaller, type Caller } from './caller.ts';

const issuer = 'sysops-squad/services';
const audience = 'sysops-squad';
export const serviceTokenType = 'service+jwt';
const lifetimeMs = 60_000;

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

/** @throws when the token is not one of ours or has expired */
export async function createServiceTokenVerifier(publicJwk: JWK): Promise<(token: string) => Promise<Caller>> {
  const key = await importJWK(publicJwk, 'EdDSA');
  const required = { algorithms: ['EdDSA'], issuer, audience, typ: serviceTokenType, requiredClaims: ['exp', 'sub'] };
  return async (token) => serviceCaller((await jwtVerify(token, key, required)).payload.sub!);
}
