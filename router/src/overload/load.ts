import type { Importance } from './importance.ts';

export type Load = {
  /** Requests that have come and are not answered yet. */
  inFlight: number;
  /** How late timers fire, smoothed: how long everything waits before it gets its turn. */
  delayMs: number;
};

export const loadLimits = {
  inFlight: 1_000,
  delayMs: 250,
  /** With fewer requests than that the wait is not their fault, and refusing them would not shorten it. */
  fewRequests: 50,
};

/** At 1 the first reads are refused, at 2 all of them; changes from there to 4; that a ticket is created or cancelled, only at 8. */
const refusedFrom: Record<Importance, [first: number, all: number]> = { read: [1, 2], change: [2, 4], ticket: [8, 8] };

/** @param chance between 0 and 1: which of the requests it hits while only some are refused */
export function isRefused(importance: Importance, { inFlight, delayMs }: Load, chance: number, limits = loadLimits): boolean {
  if (inFlight <= limits.fewRequests) return false;
  const load = Math.max(inFlight / limits.inFlight, delayMs / limits.delayMs);
  const [first, all] = refusedFrom[importance];
  if (load >= all) return true;
  return load > first && chance < (load - first) / (all - first);
}
