import type { Caller } from '../caller.ts';

/** A router's proof of one call. */
export const proofHeader = 'x-router-proof';
/** In a subgraph's answer: the public X25519 key of the process that answered, in base64url. */
export const proofKeyHeader = 'x-router-proof-key';

export const issuer = 'sysops-squad/router';
export const lifetimeSeconds = 30;
export const clockToleranceSeconds = 5;
export const seconds = (): number => Math.floor(Date.now() / 1_000);

/** What a proof binds: it is worth nothing for another subgraph, method, path or body. */
export type ProvenRequest = { subgraph: string; method: string; path: string; body: string | Uint8Array; caller: Caller };
/** What a subgraph sees for itself. */
export type SeenRequest = Pick<ProvenRequest, 'method' | 'path' | 'body'>;
/** What it has to be told. `expires` in seconds since 1970; an id is good once. */
export type Claim = { expires: number; id: string; caller: Caller };

export class ProofRefused extends Error {}

/** The body that a subscription's proof covers: both sides build it from the subscribe message. */
export const subscriptionBody = (payload: { query: string; variables?: unknown; operationName?: string | null }): string =>
  JSON.stringify([payload.query, payload.variables ?? {}, payload.operationName ?? null]);
