import type { Parts } from '../parts.ts';
import { completeClaim, takeOpenClaims, type OpenClaim } from '../storage/claims.ts';

/** Longer than a call may take; a claim that could not be finished is tried again after that. */
const againAfterMs = 30_000;
/** Of one turn; the rest is for the next one. */
const mostCalls = 5;

/** Does in other contexts what claims are still waiting for; returns how many it found. Instances do not get in each other's way. */
export function settleClaims(parts: Parts) {
  return async (): Promise<number> => {
    const now = parts.now();
    const claims = await takeOpenClaims(parts.database, now, new Date(now.getTime() + againAfterMs));
    for (const claim of claims) {
      await settle(parts, claim).catch((error: unknown) => parts.logger.warn({ err: error, claimedId: claim.claimedId }, 'claim not settled, will be tried again'));
    }
    return claims.length;
  };
}

/** The tickets first: the record's addresses stay where they are found until no ticket needs them there. */
async function settle(parts: Parts, claim: OpenClaim): Promise<void> {
  let remaining = 1;
  for (let calls = 0; remaining > 0 && calls < mostCalls; calls += 1) remaining = await parts.tickets.claim(claim);
  if (remaining > 0) return;
  await completeClaim(parts.database, claim, parts.now());
}
