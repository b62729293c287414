import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';

/** An Ed25519 key as JWK JSON text: the key, or undefined for any other text. What is wrong is not told: messages would quote the key. */
export function readEd25519(text: string): JWK | undefined {
  try {
    const jwk = JSON.parse(text) as JWK;
    if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') return undefined;
    return isPrivate(jwk) ? (hasOwnPublicPart(jwk) ? jwk : undefined) : createPublicKey({ key: jwk, format: 'jwk' }) && jwk;
  } catch {
    return undefined;
  }
}

export const isPrivate = (jwk: JWK): boolean => jwk.d !== undefined;

function hasOwnPublicPart(jwk: JWK): boolean {
  return createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' })).export({ format: 'jwk' }).x === jwk.x;
}
