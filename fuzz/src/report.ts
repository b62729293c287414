import type { FuzzResult } from './fuzzer.ts';

/** What was sent by kind, what came back, and what must not have happened. */
export function report(name: string, seed: number, { cases, answers, faults }: FuzzResult): string {
  const lines = [...answers]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([kind, tally]) => {
      const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
      const told = [...tally]
        .toSorted(([, one], [, other]) => other - one)
        .map(([answer, count]) => `${answer} ${count}`);
      return `  ${kind.padEnd(14)} ${String(total).padStart(7)}   ${told.join(', ')}`;
    });
  const end =
    faults.length === 0
      ? 'nothing fell'
      : `${faults.length} FAULTS:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
  return [`${name}, seed ${seed}: ${cases} cases`, ...lines, end].join('\n');
}
