/** The candidate that the fewest changed, added or left out letters lead to; undefined when that is more than a third of them. */
export function nearestKey(written: string, candidates: readonly string[]): string | undefined {
  const plain = (key: string): string => key.toLowerCase().replaceAll(/[-_ ]/g, '');
  const ranked = candidates.map((key) => ({ key, distance: distanceOf(plain(written), plain(key)) })).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(plain(best.key).length / 3)) ? best.key : undefined;
}

/** Levenshtein's. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length]!;
}
