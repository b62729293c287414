import type { Arena, FaultKind, Injected } from './fault.ts';

const both = (first: Injected, second: Injected): Injected => ({
  detail: `${first.detail}; ${second.detail}`,
  lastsMs: Math.max(first.lastsMs, second.lastsMs),
  heal: async () => void (await Promise.all([first.heal(), second.heal()])),
});

/** Made of the others: two at the same moment, and one while the system is recovering from another. */
export function combinedFaults(others: readonly FaultKind[]): FaultKind[] {
  const short = others.filter(({ alone }) => !alone);
  const two = ({ random }: Arena): [FaultKind, FaultKind] => {
    const [first, second] = random.shuffled(short.filter(({ kind }) => !kind.startsWith('crash-')));
    return [first!, second!];
  };
  return [
    {
      kind: 'two-at-once', alone: true,
      inject: async (arena) => {
        const [first, second] = two(arena);
        const begun = await Promise.all([first.inject(arena), second.inject(arena)]);
        return { ...both(...begun), detail: `${first.kind} (${begun[0].detail}) and ${second.kind} (${begun[1].detail})` };
      },
    },
    {
      kind: 'during-recovery', alone: true,
      inject: async (arena) => {
        const crash = others.find(({ kind }) => kind === 'postgres-crash')!;
        const [second] = two(arena);
        await (await crash.inject(arena)).heal();
        const begun = await second.inject(arena);
        return { ...begun, detail: `postgres-crash, then ${second.kind} (${begun.detail})` };
      },
    },
  ];
}
