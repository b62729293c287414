import { createHash, randomUUID } from 'node:crypto';
import { importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { callerSchema, type Caller } from './caller.ts';

export const proofHeader = 'x-router-proof';
const issuer = 'sysops-squad/router';
const type = 'proof+jwt';
const lifetimeSeconds = 30;

/** What a proof binds: it is worth nothing for another subgraph, method, path or body. */
export type ProvenRequest = { subgraph: string; method: string; path: string; body: string | Uint8Array; caller: Caller };

export class ProofRefused extends Error {}

const digest = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('base64url');

/** The body that a subscription's proof covers: both sides build it from the subscribe message. */
export const subscriptionBody = (payload: { query: string; variables?: unknown; operationName?: string | null }): string =>
  JSON.stringify([payload.query, payload.variables ?? {}, payload.operationName ?? null]);

/** Signs as the router: one proof per request to a subgraph, good for 30 seconds and one use. */
export async function createProofSigner(privateJwk: JWK) {
  const key = await importJWK(privateJwk, 'EdDSA');
  return (request: ProvenRequest): Promise<string> =>
    new SignJWT({ mth: request.method, pth: request.path, bh: digest(request.body), caller: request.caller })
      .setProtectedHeader({ alg: 'EdDSA', typ: type })
      .setIssuer(issuer)
      .setAudience(request.subgraph)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(key);
}
export type ProofSigner = Awaited<ReturnType<typeof createProofSigner>>;

/** @throws ProofRefused when the proof is missing, forged, expired, seen before, or made for another request */
export async function createProofVerifier(options: { subgraph: string; publicJwk: JWK }) {
  const key = await importJWK(options.publicJwk, 'EdDSA');
  const isFresh = rememberOnce((lifetimeSeconds + 10) * 1_000);
  const required = { algorithms: ['EdDSA'], issuer, audience: options.subgraph, typ: type, requiredClaims: ['exp', 'jti', 'bh'] };
  return async (proof: string | undefined, request: { method: string; path: string; body: string | Uint8Array }): Promise<Caller> => {
    if (!proof) throw new ProofRefused('no proof');
    const { payload } = await jwtVerify(proof, key, { ...required, clockTolerance: 5 }).catch((error: Error) => {
      throw new ProofRefused(error.message);
    });
    if (payload['mth'] !== request.method || payload['pth'] !== request.path || payload['bh'] !== digest(request.body))
      throw new ProofRefused('made for another request');
    if (!isFresh(payload.jti!)) throw new ProofRefused('seen before');
    return callerSchema.parse(payload['caller']);
  };
}
export type ProofVerifier = Awaited<ReturnType<typeof createProofVerifier>>;

/** Says true the first time it meets an id; forgets ids after two windows, so memory stays bounded by the request rate. */
function rememberOnce(windowMs: number): (id: string) => boolean {
  let current = new Set<string>();
  let previous = new Set<string>();
  let turned = Date.now();
  return (id) => {
    if (Date.now() - turned > windowMs) [previous, current, turned] = [current, new Set(), Date.now()];
    if (current.has(id) || previous.has(id)) return false;
    current.add(id);
    return true;
  };
}
