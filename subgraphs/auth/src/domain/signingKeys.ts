export type SigningKeyTimes = { kid: string; signsFrom: Date; predecessor: string | null };

export type RotationPolicy = {
  /** Age at which a key stops to sign. */
  rotateAfterMs: number;
  /** For how long a key is published before it signs, so that every verifier has met it. */
  publishAheadMs: number;
  /** For how long a key is still published after it stopped to sign: a token's life and some slack. */
  verifyAfterMs: number;
};

const hour = 60 * 60 * 1000;

export const rotationPolicy = (rotationHours: number, accessTokenLifetimeMs: number): RotationPolicy => ({
  rotateAfterMs: rotationHours * hour,
  publishAheadMs: Math.min(24, rotationHours / 4) * hour,
  verifyAfterMs: accessTokenLifetimeMs + 60_000,
});

const byStart = (a: SigningKeyTimes, b: SigningKeyTimes): number => a.signsFrom.getTime() - b.signsFrom.getTime();
const after = (time: Date, milliseconds: number): Date => new Date(time.getTime() + milliseconds);

export function signingKeyAt<Key extends SigningKeyTimes>(keys: readonly Key[], now: Date): Key | undefined {
  return [...keys].sort(byStart).findLast(({ signsFrom }) => signsFrom <= now);
}

/** Keys that verifiers need: the next one, the one that signs, and those whose tokens may still be alive. */
export function publishedKeys<Key extends SigningKeyTimes>(keys: readonly Key[], now: Date, policy: RotationPolicy): Key[] {
  const successorOf = new Map(keys.map((key) => [key.predecessor, key]));
  return keys.filter(({ kid }) => {
    const successor = successorOf.get(kid);
    return !successor || after(successor.signsFrom, policy.verifyAfterMs) > now;
  });
}

/** The key to be made now, if it is time for one. */
export function nextKey(keys: readonly SigningKeyTimes[], now: Date, policy: RotationPolicy): Omit<SigningKeyTimes, 'kid'> | null {
  const newest = [...keys].sort(byStart).at(-1);
  if (!newest) return { signsFrom: now, predecessor: null };
  const retires = after(newest.signsFrom, policy.rotateAfterMs);
  if (now < after(retires, -policy.publishAheadMs)) return null;
  const published = after(now, policy.publishAheadMs);
  return { signsFrom: published > retires ? published : retires, predecessor: newest.kid };
}
