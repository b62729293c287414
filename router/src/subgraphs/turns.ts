const pace = { rememberedMs: 5_000, slowestPerSecond: 5 };
const longestMs = 30_000;

/**
 * Turns for callers who are refused because there is too much to do: each is told to come when, at the pace of late, those who were
 * told before are through. Who obeys comes back when there is room, and nobody comes in vain ten times.
 */
export function createTurns({ now = () => performance.now() }: { now?: () => number } = {}) {
  let done = 0;
  let countedAt = now();
  let lastTurnAt = -Infinity;

  const forget = (): void => {
    done *= Math.exp((countedAt - now()) / pace.rememberedMs);
    countedAt = now();
  };
  return {
    /** Something was done. */
    done(): void {
      forget();
      done += 1;
    },
    /** Whole seconds, from 1 to 30. */
    nextInSeconds(): number {
      forget();
      const perSecond = Math.max(pace.slowestPerSecond, (done / pace.rememberedMs) * 1_000);
      lastTurnAt = Math.min(Math.max(now(), lastTurnAt) + 1_000 / perSecond, now() + longestMs);
      return Math.ceil((lastTurnAt - now()) / 1_000);
    },
  };
}
