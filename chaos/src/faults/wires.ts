import type { Link } from '../links/link.ts';
import type { Arena, FaultKind } from './fault.ts';
import { nothingToHeal } from './fault.ts';

const kinds = { postgres: /^postgres:/, broker: /^broker$/, subgraph: /^(graph|rest):/, edge: /^edge$/ } as const;

function one({ system, random }: Arena, which: RegExp): Link {
  return random.pick([...system.links].filter(([name]) => which.test(name)).map(([, link]) => link));
}

const stalled = (to: keyof typeof kinds): FaultKind => ({
  kind: `stall-${to}`,
  inject: async (arena) => {
    const link = one(arena, kinds[to]);
    link.stall();
    return { detail: `${link.name}, nothing for 2.5 s`, lastsMs: 2_500, heal: async () => link.heal() };
  },
});

const slowed = (to: keyof typeof kinds): FaultKind => ({
  kind: `slow-${to}`,
  inject: async (arena) => {
    const link = one(arena, kinds[to]);
    link.slow(150);
    return { detail: `${link.name}, 150 ms more each way`, lastsMs: 2_500, heal: async () => link.heal() };
  },
});

const reset = (to: keyof typeof kinds): FaultKind => ({
  kind: `reset-${to}`,
  inject: async (arena) => {
    const link = one(arena, kinds[to]);
    return { detail: `${link.name}, ${link.reset()} connections`, lastsMs: 0, heal: nothingToHeal };
  },
});

const all = Object.keys(kinds) as (keyof typeof kinds)[];

export const wireFaults: readonly FaultKind[] = [...all.filter((to) => to !== 'broker').map(stalled), ...all.filter((to) => to !== 'edge').map(slowed), ...all.map(reset)];
