import { createPrivateKey, createPublicKey, hash, randomUUID, sign, verify, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import { z } from 'zod';
import { callerSchema, type Caller } from './caller.ts';
import { createRecent } from './recent.ts';

export const proofHeader = 'x-router-proof';
const issuer = 'sysops-squad/router';
const lifetimeSeconds = 30;
const clockToleranceSeconds = 5;

/** What a proof binds: it is worth nothing for another subgraph, method, path or body. */
export type ProvenRequest = { subgraph: string; method: string; path: string; body: string | Uint8Array; caller: Caller };

export class ProofRefused extends Error {}

const digest = (text: string | Uint8Array): string => hash('sha256', text, 'base64url');
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1_000);

const claimsSchema = z.object({
  iss: z.literal(issuer), aud: z.string(), exp: z.number(), jti: z.string().min(1),
  mth: z.string(), pth: z.string(), bh: z.string(), caller: callerSchema,
});
type Claims = z.infer<typeof claimsSchema>;

/**
 * A signature takes as long as twenty digests, so one is made for all claims of a turn of the event loop. A proof is `claims.digests.signature`: claims
 * as base64url of JSON, then the SHA-256 digests of all claims that were signed together in base64url, then Ed25519's signature of that list.
 */
const togetherAtMost = 16;
const listAtMost = togetherAtMost * digest('').length;
/** Nothing else that the router may ever sign reads like a list of digests. */
const listSigned = (digests: string): Buffer => Buffer.from(`${issuer} proofs\n${digests}`);

/** The body that a subscription's proof covers: both sides build it from the subscribe message. */
export const subscriptionBody = (payload: { query: string; variables?: unknown; operationName?: string | null }): string =>
  JSON.stringify([payload.query, payload.variables ?? {}, payload.operationName ?? null]);

/** Signs as the router: one proof per request to a subgraph, good for 30 seconds and one use. */
export function createProofSigner(privateJwk: JWK) {
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  let waiting: { claims: string; resolve: (proof: string) => void }[] = [];

  const claimsOf = ({ subgraph, method, path, body, caller }: ProvenRequest): string => {
    const claims: Claims = { iss: issuer, aud: subgraph, exp: seconds() + lifetimeSeconds, jti: randomUUID(), mth: method, pth: path, bh: digest(body), caller };
    return encode(claims);
  };
  // On this thread: one of the pool would cost more than the signature.
  const signed = (digests: string): string => `${digests}.${sign(null, listSigned(digests), key).toString('base64url')}`;
  const signAll = (): void => {
    const all = waiting;
    waiting = [];
    if (all.length === 0) return;
    const list = signed(all.map(({ claims }) => digest(claims)).join(''));
    for (const { claims, resolve } of all) resolve(`${claims}.${list}`);
  };
  const together = (request: ProvenRequest): Promise<string> =>
    new Promise((resolve) => {
      waiting.push({ claims: claimsOf(request), resolve });
      if (waiting.length === 1) setImmediate(signAll);
      if (waiting.length === togetherAtMost) signAll();
    });
  /** At once, under a signature of its own. */
  const alone = (request: ProvenRequest): string => {
    const claims = claimsOf(request);
    return `${claims}.${signed(digest(claims))}`;
  };
  return Object.assign(together, { alone });
}
export type ProofSigner = ReturnType<typeof createProofSigner>;

/** @throws ProofRefused when the proof is missing, forged, expired, seen before, or made for another request */
export function createProofVerifier(options: { subgraph: string; publicJwk: JWK }) {
  const key = createPublicKey({ key: options.publicJwk as JsonWebKey, format: 'jwk' });
  const isFresh = rememberOnce((lifetimeSeconds + 2 * clockToleranceSeconds) * 1_000);
  const signedLists = createRecent<true>(256);

  const isSigned = (digests: string, signature: string): boolean => {
    const list = `${digests}.${signature}`;
    if (signedLists.get(list)) return true;
    if (digests.length > listAtMost || !verify(null, listSigned(digests), key, Buffer.from(signature, 'base64url'))) return false;
    return signedLists.set(list, true);
  };
  return (proof: string | undefined, request: { method: string; path: string; body: string | Uint8Array }): Caller => {
    if (!proof) throw new ProofRefused('no proof');
    const [claims = '', digests = '', signature = ''] = proof.split('.');
    if (!digests.includes(digest(claims)) || !isSigned(digests, signature)) throw new ProofRefused('not signed by the router');
    const { aud, exp, jti, mth, pth, bh, caller } = readClaims(claims);
    if (aud !== options.subgraph) throw new ProofRefused('made for another subgraph');
    if (exp + clockToleranceSeconds <= seconds()) throw new ProofRefused('expired');
    if (mth !== request.method || pth !== request.path || bh !== digest(request.body)) throw new ProofRefused('made for another request');
    if (!isFresh(jti)) throw new ProofRefused('seen before');
    return caller;
  };
}
export type ProofVerifier = ReturnType<typeof createProofVerifier>;

function readClaims(claims: string): Claims {
  const { success, data } = claimsSchema.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
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
