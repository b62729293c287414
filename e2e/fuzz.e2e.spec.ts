import { fuzzers } from '../fuzz/src/fuzzers.ts';
import { startSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => (system = await startSystem()), 120_000);
afterAll(() => system?.stop(), 30_000);

/** Many more on a machine that is idle; the texts then come to every place of the schema at least once. */
const fewest: Readonly<Record<string, number>> = { sockets: 500, texts: 228 };

test.each(fuzzers.map((fuzzer) => [fuzzer.name, fuzzer] as const))(
  '%s: no process ends, and none logs what nobody caught',
  async (_name, fuzzer) => {
    const { cases, faults } = await fuzzer.run(system, {
      seed: 1,
      budgetMs: 20_000,
      from: 0,
      cases: 10_000,
      say: () => undefined,
    });
    expect(faults).toEqual([]);
    expect(cases).toBeGreaterThan(fewest[fuzzer.name]!);
  },
  120_000,
);
