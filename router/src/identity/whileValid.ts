import type { Identified } from './accessToken.ts';
import { atExpiry } from './expiry.ts';
import type { Revocations } from './revocations.ts';

export type WhileValid = (identified: Identified, end: (why: 'expired' | 'revoked') => void) => () => void;

/** For what lasts longer than a request: ends with its token, or with the token's session. Gives back what calls it off. */
export const createWhileValid =
  (revocations: Pick<Revocations, 'watch'>): WhileValid =>
  (identified, end) => {
    const callOffExpiry = atExpiry(identified.expiresAt, () => end('expired'));
    const callOffRevocation = revocations.watch(identified, () => end('revoked'));
    return () => (callOffExpiry(), callOffRevocation());
  };
