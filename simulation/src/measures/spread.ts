export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export type Spread = { mean: number; /** Half of the 95 % interval of the mean; null: one day says nothing about others. */ halfWidth: number | null };

/** Student's t of 95 %, two-sided, by degrees of freedom. */
const student = [NaN, 12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09];

export function spreadOf(values: readonly number[]): Spread {
  const middle = mean(values);
  if (values.length < 2) return { mean: middle, halfWidth: null };
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  return { mean: middle, halfWidth: (student[values.length - 1] ?? 1.98) * Math.sqrt(variance / values.length) };
}
