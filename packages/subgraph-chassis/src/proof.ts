import { createHash, createPrivateKey, createPublicKey, randomUUID, sign, verify, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import { z } from 'zod';
import { callerSchema, type Caller } from './caller.ts';

export const proofHeader = 'x-router-proof';
const issuer = 'sysops-squad/router';
const lifetimeSeconds = 30;
const clockToleranceSeconds = 5;

/** What a proof binds: it is worth nothing for another subgraph, method, path or body. */
export type ProvenRequest = { subgraph: string; method: string; path: string; body: string | Uint8Array; caller: Caller };

export class ProofRefused extends Error {}

const digest = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('base64url');
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1_000);

/** A JWT with this header and no other: whoever verifies compares it as text, so there is no algorithm to choose. */
const header = encode({ alg: 'EdDSA', typ: 'proof+jwt' });
const claimsSchema = z.object({
  iss: z.literal(issuer), aud: z.string(), exp: z.number(), jti: z.string().min(1),
  mth: z.string(), pth: z.string(), bh: z.string(), caller: callerSchema,
});
type Claims = z.infer<typeof claimsSchema>;

/** The body that a subscription's proof covers: both sides build it from the subscribe message. */
export const subscriptionBody = (payload: { query: string; variables?: unknown; operationName?: string | null }): string =>
  JSON.stringify([payload.query, payload.variables ?? {}, payload.operationName ?? null]);

/** Signs as the router: one proof per request to a subgraph, good for 30 seconds and one use. */
export function createProofSigner(privateJwk: JWK) {
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  return ({ subgraph, method, path, body, caller }: ProvenRequest): string => {
    const claims: Claims = { iss: issuer, aud: subgraph, exp: seconds() + lifetimeSeconds, jti: randomUUID(), mth: method, pth: path, bh: digest(body), caller };
    const signed = `${header}.${encode(claims)}`;
    // At once, on this thread: a thread of the pool would cost more than the signature.
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
  };
}
export type ProofSigner = ReturnType<typeof createProofSigner>;

/** @throws ProofRefused when the proof is missing, forged, expired, seen before, or made for another request */
export function createProofVerifier(options: { subgraph: string; publicJwk: JWK }) {
  const key = createPublicKey({ key: options.publicJwk as JsonWebKey, format: 'jwk' });
  const isFresh = rememberOnce((lifetimeSeconds + 2 * clockToleranceSeconds) * 1_000);
  return (proof: string | undefined, request: { method: string; path: string; body: string | Uint8Array }): Caller => {
    if (!proof) throw new ProofRefused('no proof');
    const [head, payload = '', signature = ''] = proof.split('.');
    const isSigned = head === header && verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'));
    if (!isSigned) throw new ProofRefused('not signed by the router');
    const { aud, exp, jti, mth, pth, bh, caller } = readClaims(payload);
    if (aud !== options.subgraph) throw new ProofRefused('made for another subgraph');
    if (exp + clockToleranceSeconds <= seconds()) throw new ProofRefused('expired');
    if (mth !== request.method || pth !== request.path || bh !== digest(request.body)) throw new ProofRefused('made for another request');
    if (!isFresh(jti)) throw new ProofRefused('seen before');
    return caller;
  };
}
export type ProofVerifier = ReturnType<typeof createProofVerifier>;

function readClaims(payload: string): Claims {
  const { success, data } = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!success) throw new ProofRefused('lacks a claim');
  return data;
}

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
