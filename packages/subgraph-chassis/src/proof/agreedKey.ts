import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { createHmacSha256, type Mac } from './hmac.ts';
import { issuer } from './proof.ts';
import type { Certified } from './signedTexts.ts';

/** For whom a key is agreed upon: whoever believes anything else of it comes to another key. */
type Between = Omit<Certified, 'expires'>;

/** A key pair that is never written down. */
export function createEphemeralKey() {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicKey.export({ format: 'jwk' }).x!,
    /** @throws when the other's is no X25519 key, or one with which everybody would come to the same */
    agree(other: string, { subgraph, routerKey, instanceKey }: Between): Mac {
      const secret = diffieHellman({ privateKey, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: other }, format: 'jwk' }) });
      const purpose = [`${issuer} proof mac`, subgraph, routerKey, instanceKey].join('\n');
      return createHmacSha256(Buffer.from(hkdfSync('sha256', secret, '', purpose, 48)).toString('base64url'));
    },
  };
}
