import { importJWK, SignJWT } from 'jose';
import type { Account } from '../domain/account.ts';
import { accessTokenLifetimeMs } from '../domain/session.ts';
import { signingKeyAt } from '../domain/signingKeys.ts';
import type { SigningKey } from '../storage/signingKeys.ts';

export type AccessToken = { accessToken: string; accessTokenExpiresAt: Date };
export type SignAccessToken = (account: Account, sessionId: string, now: Date) => Promise<AccessToken>;

/** Keys are read again after 10 seconds: they are published hours before they sign. */
const keysStayFreshMs = 10_000;

export function createAccessTokenSigner(readKeys: () => Promise<SigningKey[]>): SignAccessToken {
  let keys: SigningKey[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  const keyAt = async (now: Date): Promise<SigningKey> => {
    if (Math.abs(now.getTime() - readAt) > keysStayFreshMs) [keys, readAt] = [await readKeys(), now.getTime()];
    const key = signingKeyAt(keys, now);
    if (!key?.privateJwk) throw new Error('there is no signing key for this moment');
    return key;
  };
  return async (account, sessionId, now) => {
    const key = await keyAt(now);
    const expiresAt = Math.floor((now.getTime() + accessTokenLifetimeMs) / 1_000);
    const accessToken = await new SignJWT(claims(account, sessionId))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
      .setIssuer('sysops-squad/auth')
      .setAudience('sysops-squad')
      .setSubject(account.id)
      .setIssuedAt(Math.floor(now.getTime() / 1_000))
      .setExpirationTime(expiresAt)
      .sign(await importJWK(key.privateJwk!, 'EdDSA'));
    return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1_000) };
  };
}

/** `unproven` is there until the e-mail address is proven, and a refresh tells. */
const claims = ({ roles, customerId, expertId, emailVerifiedAt }: Account, sid: string) => ({
  roles, sid, ...(customerId ? { customerId } : {}), ...(expertId ? { expertId } : {}), ...(emailVerifiedAt ? {} : { unproven: true }),
});
