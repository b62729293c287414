import { createHmac, type KeyObject } from 'node:crypto';
import { callerSchema } from '../caller.ts';
import { ProofRefused, type Claim, type SeenRequest } from './proof.ts';

/** `expires~id~caller`, the caller as base64url of JSON. */
export const writeClaim = ({ expires, id, caller }: Claim): string => `${expires}~${id}~${Buffer.from(JSON.stringify(caller)).toString('base64url')}`;

/** @throws ProofRefused when something is missing */
export function readClaim(claim: string): Claim {
  const [expires, id, encoded = ''] = claim.split('~');
  const { success, data: caller } = callerSchema.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
  if (!success || !id || !Number(expires)) throw new ProofRefused('lacks a claim');
  return { expires: Number(expires), id, caller };
}

/** The subgraph is bound by the key. */
export const macOf = (key: KeyObject, claim: string, { method, path, body }: SeenRequest): Buffer =>
  createHmac('sha256', key).update(`${method}\n${path}\n${claim}\n`).update(body).digest();
