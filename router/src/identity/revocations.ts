import { neverThrowing, type OnFailure } from '@sysops-squad/chassis/listeners';
import type { Identified } from './accessToken.ts';

export type Revoked = { id: string; /** Milliseconds since 1970. */ at: number };
type Watched = { issuedAt: number; end: () => void };
type Options = { /** For how long an access token can outlive its session. */ keptMs: number; most?: number; onFailure: OnFailure; now?: () => number };

/** Clocks of router and auth differ by this at most. */
const clockToleranceMs = 5_000;

/**
 * Sessions that ended before their access tokens did. Kept as long as one of these can live, and at most so many: when there are more, all tokens are
 * refused that were issued before the oldest of those left out ended, so that none of them is let through. Whoever has a session refreshes it then.
 */
export function createRevocations({ keptMs, most = 100_000, onFailure, now = Date.now }: Options) {
  const revoked = new Map<string, { at: number; heardAt: number }>();
  const watched = new Map<string, Set<Watched>>();
  let refusedUntil = -Infinity;

  const endAll = (some: Iterable<Watched>): void => {
    for (const { end } of [...some]) neverThrowing(end, onFailure)();
  };
  const refuseUntil = (time: number): void => {
    if (time <= refusedUntil) return;
    refusedUntil = time;
    for (const all of [...watched.values()]) endAll([...all].filter(({ issuedAt }) => issuedAt <= time));
  };
  const forgetOld = (): void => {
    for (const [id, { at, heardAt }] of revoked) {
      if (heardAt + keptMs > now() && revoked.size <= most) return;
      if (heardAt + keptMs > now()) refuseUntil(at + clockToleranceMs);
      revoked.delete(id);
    }
  };
  const stateOf = ({ caller: { sessionId }, issuedAt }: Identified): 'revoked' | 'too old' | 'good' => {
    if (sessionId === null) return 'good';
    if (revoked.has(sessionId)) return 'revoked';
    return (issuedAt ?? -Infinity) <= refusedUntil ? 'too old' : 'good';
  };
  return {
    stateOf,
    learn(sessions: readonly Revoked[], allIssuedUntil: number | null = null): void {
      // The newest first, as they come; they are left out in the order in which they stand here.
      for (const { id, at } of [...sessions].reverse()) {
        if (revoked.has(id)) continue;
        revoked.set(id, { at, heardAt: now() });
        endAll(watched.get(id) ?? []);
      }
      if (allIssuedUntil !== null) refuseUntil(allIssuedUntil + clockToleranceMs);
      forgetOld();
    },
    /** Ends something at once when its session has ended, or as soon as that is heard. Gives back what calls it off. */
    watch(identified: Identified, end: () => void): () => void {
      const { sessionId } = identified.caller;
      if (sessionId === null) return () => undefined;
      if (stateOf(identified) !== 'good') return (end(), () => undefined);
      const own = watched.get(sessionId) ?? new Set();
      let over = false;
      const once = (): void => {
        if (over) return;
        over = true;
        end();
      };
      const one = { issuedAt: identified.issuedAt ?? -Infinity, end: once };
      watched.set(sessionId, own.add(one));
      return () => {
        own.delete(one);
        if (own.size === 0 && watched.get(sessionId) === own) watched.delete(sessionId);
      };
    },
    /** Of sessions that have ended, and of sessions that something is held open for. */
    counts: () => ({ revoked: revoked.size, watched: watched.size }),
  };
}
export type Revocations = ReturnType<typeof createRevocations>;
