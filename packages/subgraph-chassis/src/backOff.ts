/** A process that has run for so long had run well: what ended it then is no reason to wait. */
const pauses = { firstMs: 500, longestMs: 10_000, wellAfterMs: 10_000 };

/** Pauses before restarts: the first again after a process that had run well, doubled after one that had not. */
export function createBackOff(): (ranForMs: number) => number {
  let nextMs = pauses.firstMs;
  return (ranForMs) => {
    if (ranForMs >= pauses.wellAfterMs) nextMs = pauses.firstMs;
    const pauseMs = nextMs;
    nextMs = Math.min(nextMs * 2, pauses.longestMs);
    return pauseMs;
  };
}
