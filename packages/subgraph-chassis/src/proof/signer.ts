import { createPrivateKey, randomBytes, sign, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import { digest, writeClaims } from './claims.ts';
import { lifetimeSeconds, seconds, type Claim, type ProvenRequest } from './proof.ts';
import { textOfCertificate, textOfProof, type Certified } from './signedTexts.ts';

// They may be guessed: only whoever can prove a call spends one.
const idsOfProcess = randomBytes(12).toString('base64url');
let ids = 0;
/** Good for half a minute and one use. */
export const newClaim = (): Omit<Claim, 'caller'> => ({ expires: seconds() + lifetimeSeconds, id: `${idsOfProcess}-${(ids += 1)}` });

/** Signs as the router. A signed proof is `claims.digest.signature`: the signature is of the claims' SHA-256 digest. */
export function createProofSigner(privateJwk: JWK) {
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  // On this thread: one of the pool would cost more than the signature.
  const signed = (text: Buffer): string => sign(null, text, key).toString('base64url');
  const proofOf = (request: ProvenRequest, claim = newClaim()): string => {
    const claims = writeClaims(request, claim);
    const digested = digest(claims);
    return `${claims}.${digested}.${signed(textOfProof(digested))}`;
  };
  /** `routerKey.expires.signature`; for whom it is, that one knows. */
  const certificateOf = (certified: Certified): string => `${certified.routerKey}.${certified.expires}.${signed(textOfCertificate(certified))}`;
  return Object.assign(proofOf, { certificateOf });
}
export type ProofSigner = ReturnType<typeof createProofSigner>;
