import { percentile } from '../../../simulation/src/measures/spread.ts';

export type Figures = { decisionsPerSecond: number; p50Ms: number; p99Ms: number };

/** One repetition: how long each step took, and how many decisions were made in all of them. */
export type Repetition = { milliseconds: number[]; decisions: number };

/** Of every repetition by itself; then the median, so that one disturbed repetition says nothing. */
export function figuresOf(repetitions: readonly Repetition[]): Figures {
  const median = (valueOf: (repetition: Repetition) => number) => percentile(repetitions.map(valueOf), 0.5);
  return {
    decisionsPerSecond: median(({ decisions, milliseconds }) => (1_000 * decisions) / milliseconds.reduce((sum, one) => sum + one, 0)),
    p50Ms: median(({ milliseconds }) => percentile(milliseconds, 0.5)), p99Ms: median(({ milliseconds }) => percentile(milliseconds, 0.99)),
  };
}

export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
