import { callerSchema, type Caller } from '../caller.ts';
import { oncePer } from '../oncePer.ts';
import type { Mac } from './hmac.ts';
import { ProofRefused, type Claim, type SeenRequest } from './proof.ts';

/** As base64url of JSON; a request's calls are all in the name of the same. */
const writeCaller = oncePer((caller: Caller): string => Buffer.from(JSON.stringify(caller)).toString('base64url'));

/** `expires~id~caller` */
export const writeClaim = ({ expires, id, caller }: Claim): string => `${expires}~${id}~${writeCaller(caller)}`;

/** @throws ProofRefused when something is missing */
export function readClaim(claim: string): Claim {
  const [expires, id, encoded = ''] = claim.split('~');
  const { success, data: caller } = callerSchema.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
  if (!success || !id || !Number(expires)) throw new ProofRefused('lacks a claim');
  return { expires: Number(expires), id, caller };
}

/** The subgraph is bound by the key. */
export const macOf = (mac: Mac, claim: string, { method, path, body }: SeenRequest): string =>
  mac(`${method}\n${path}\n${claim}\n`, body);
