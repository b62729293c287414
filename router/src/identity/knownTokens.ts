import { createRecent } from '@sysops-squad/chassis/recent';
import type { Identified } from './accessToken.ts';

type Options = { /** Another number whenever the keys were replaced. */ keysVersion: () => number; kept?: number; now?: () => number };

/**
 * Remembers who brought a token that has been verified, until it expires: a signature costs more to verify than most requests to answer.
 * All are forgotten when the keys are replaced, since a token of a key that is gone is good no longer. What was used last is kept longest;
 * what was refused is not remembered.
 */
export function rememberTokens(verify: (token: string) => Promise<Identified>, { keysVersion, kept = 5_000, now = Date.now }: Options): (token: string) => Promise<Identified> {
  const known = createRecent<Identified>(kept);
  let version = keysVersion();
  return async (token) => {
    if (version !== keysVersion()) {
      known.clear();
      version = keysVersion();
    }
    const remembered = known.get(token);
    if (remembered && remembered.expiresAt! > now()) return remembered;
    known.delete(token);
    const begunWith = version;
    const identified = await verify(token);
    if (identified.expiresAt !== null && begunWith === keysVersion()) known.set(token, identified);
    return identified;
  };
}
