export type Spread = { count: number; p50: number; p90: number; p99: number; max: number };

/** Nearest rank. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (share: number): number => (sorted.length === 0 ? 0 : Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!));
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** Counts by duration: `[upper end in milliseconds, count]`, each end a tenth above the one before. Small, and can be added to others. */
export type Histogram = [number, number][];

const GROWTH = Math.log(1.1);
const endOf = (milliseconds: number): number => Math.round(Math.exp(Math.ceil(Math.log(Math.max(1, milliseconds)) / GROWTH) * GROWTH));

export function histogram(values: readonly number[]): Histogram {
  return added(values.map((value) => [[endOf(value), 1]]));
}

export function added(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>();
  for (const [end, count] of histograms.flat()) counts.set(end, (counts.get(end) ?? 0) + count);
  return [...counts].sort(([left], [right]) => left - right);
}

/** The upper end below which this share of all values lies; 0 when there are none. */
export function shareBelow(counts: Histogram, share: number): number {
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  return counts.find(([, count]) => (seen += count) >= all * share)?.[0] ?? 0;
}

export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
