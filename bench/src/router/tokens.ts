import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** EdDSA is what our accounts sign with and the router verifies; not every peer can. */
export const algorithms = ['EdDSA', 'RS256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** Both of the same manager, good for an hour, and alike but for their signatures. */
export type AccessToken = { genuine: string; /** By a key that nobody publishes, under the name of one that is published. */ forged: string };
export type Tokens = Record<Algorithm, AccessToken>;

/** Whom a token comes from and whom it is for, by the names that libraries give them. */
export const issuedFor = { issuer: 'sysops-squad/auth', audience: 'sysops-squad' };

const claims = { iss: issuedFor.issuer, aud: issuedFor.audience, sub: 'usr_manager', sid: 'ses_bench', roles: ['MANAGER'] };

/** Issues a token for each algorithm; `jwks`: the keys to verify them with. */
export async function issueTokens(): Promise<{ jwks: { keys: JWK[] }; tokens: Tokens }> {
  const issued = await Promise.all(algorithms.map(issue));
  return {
    jwks: { keys: issued.map(({ key }) => key) },
    tokens: Object.fromEntries(issued.map(({ algorithm, token }) => [algorithm, token])) as Tokens,
  };
}

async function issue(alg: Algorithm): Promise<{ algorithm: Algorithm; key: JWK; token: AccessToken }> {
  const kid = `bench-${alg}`;
  const [own, other] = await Promise.all([generateKeyPair(alg), generateKeyPair(alg)]);
  const signed = (key: CryptoKey): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg, typ: 'at+jwt', kid }).setIssuedAt().setExpirationTime('1h').sign(key);
  const [genuine, forged] = await Promise.all([signed(own.privateKey), signed(other.privateKey)]);
  return { algorithm: alg, key: { ...(await exportJWK(own.publicKey)), kid, alg, use: 'sig' }, token: { genuine, forged } };
}
