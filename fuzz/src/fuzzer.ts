import type { System } from '../../e2e/testing/system.ts';

export type FuzzOptions = {
  seed: number;
  /** Milliseconds. */
  budgetMs: number;
  /** The first case, and how many at most. */
  from: number;
  cases: number;
  say: (line: string) => void;
};

export type FuzzResult = {
  cases: number;
  /** How often something of this kind got this answer. */
  answers: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** What must not have happened, each with the cases that were under way. */
  faults: string[];
};

/** One kind of hostile input. The same seed and number give the same case, so that each can be sent again alone. */
export type Fuzzer = {
  name: string;
  what: string;
  run(system: System, options: FuzzOptions): Promise<FuzzResult>;
};
