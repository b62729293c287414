import { createPublicKey, timingSafeEqual, verify as verifySignature, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import type { Caller } from '../caller.ts';
import { createRecent } from '../recent.ts';
import { createEphemeralKey } from './agreedKey.ts';
import { digest, readClaims } from './claims.ts';
import type { Mac } from './hmac.ts';
import { macOf, readClaim } from './mac.ts';
import { clockToleranceSeconds, lifetimeSeconds, ProofRefused, seconds, type Claim, type SeenRequest } from './proof.ts';
import { rememberOnce } from './rememberOnce.ts';
import { textOfCertificate, textOfProof } from './signedTexts.ts';

/** A router of the version before signed so many together, and one of its proofs has the digests of all. */
const digestsAtMost = 16 * digest('').length;

type Parts = [claims: string, code: string, by: string];
type Agreed = { mac: Mac; expires: number };
/** `isSigned`: whoever proved it may be told our key, and need not sign the next. */
export type Proven = { caller: Caller; isSigned: boolean };

const isOver = (expires: number): boolean => expires + clockToleranceSeconds <= seconds();

/** Verifies for one process of a subgraph, with a key of its own for routers to agree with. */
export function createProofVerifier({ subgraph, publicJwk }: { subgraph: string; publicJwk: JWK }) {
  const routers = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
  const own = createEphemeralKey();
  const isFresh = rememberOnce((lifetimeSeconds + 2 * clockToleranceSeconds) * 1_000);
  const certificates = createRecent<Agreed>(256);

  const isByRouter = (text: Buffer, signature: string): boolean => verifySignature(null, text, routers, Buffer.from(signature, 'base64url'));
  const claimSigned = ([claims, digests, signature]: Parts, request: SeenRequest): Claim => {
    const isSigned = digests.length <= digestsAtMost && digests.includes(digest(claims)) && isByRouter(textOfProof(digests), signature);
    if (!isSigned) throw new ProofRefused('not signed by the router');
    const { aud, exp, jti, mth, pth, bh, caller } = readClaims(claims);
    if (aud !== subgraph) throw new ProofRefused('made for another subgraph');
    if (mth !== request.method || pth !== request.path || bh !== digest(request.body)) throw new ProofRefused('made for another request');
    return { expires: exp, id: jti, caller };
  };

  const agree = (certificate: string): Agreed => {
    const [routerKey = '', expiry = '', signature = ''] = certificate.split('.');
    const between = { subgraph, instanceKey: own.publicKey, routerKey };
    const expires = Number(expiry);
    if (!isByRouter(textOfCertificate({ ...between, expires }), signature)) throw new ProofRefused('not certified by the router for this process');
    return { mac: own.agree(routerKey, between), expires };
  };
  const claimUnderMac = ([claim, code, certificate]: Parts, request: SeenRequest): Claim => {
    const { mac, expires } = certificates.getOrMake(certificate, () => agree(certificate));
    if (isOver(expires)) throw new ProofRefused('its certificate has expired');
    const [right, given] = [Buffer.from(macOf(mac, claim, request)), Buffer.from(code)];
    if (given.length !== right.length || !timingSafeEqual(given, right)) throw new ProofRefused('not made by the router for this request');
    return readClaim(claim);
  };

  return {
    publicKey: own.publicKey,
    /** @throws ProofRefused when the proof is missing, forged, expired, seen before, or made for another request or process */
    verify(proof: string | undefined, request: SeenRequest): Proven {
      if (!proof) throw new ProofRefused('no proof');
      const parts = partsOf(proof);
      const isSigned = !parts[2].includes('.');
      const { expires, id, caller } = (isSigned ? claimSigned : claimUnderMac)(parts, request);
      if (isOver(expires)) throw new ProofRefused('expired');
      if (!isFresh(id)) throw new ProofRefused('seen before');
      return { caller, isSigned };
    },
  };
}
export type ProofVerifier = ReturnType<typeof createProofVerifier>;

/** The third is a signature, or a certificate, which has points of its own. */
function partsOf(proof: string): Parts {
  const first = proof.indexOf('.');
  const second = proof.indexOf('.', first + 1);
  if (first < 0 || second < 0) throw new ProofRefused('not a proof');
  return [proof.slice(0, first), proof.slice(first + 1, second), proof.slice(second + 1)];
}
