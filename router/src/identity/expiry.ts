import { neverThrowing } from '@sysops-squad/chassis/listeners';
const longestTimerMs = 2 ** 31 - 1;

/** Acts when a token ends, to the second: thousands of tokens then share few of Node's timer lists. Gives back what calls it off. */
export function atExpiry(expiresAt: number | null, act: () => void): () => void {
  if (expiresAt === null) return () => {};
  const timer = setTimeout(neverThrowing(act), Math.min(longestTimerMs, Math.ceil((expiresAt - Date.now()) / 1_000) * 1_000));
  return () => clearTimeout(timer);
}
