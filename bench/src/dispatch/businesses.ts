import { createDice } from '../../../simulation/src/dice.ts';
import { demandOf, type Demand } from '../../../simulation/src/world/demand.ts';
import { knownBusiness, type Expert, type World } from '../../../simulation/src/world/world.ts';

/** `business`: more territories of some seventy-five experts each, as today; `dense`: twelve territories with ever more experts. */
export type Growth = 'business' | 'dense';
export type Business = { experts: number; growth: Growth; world: World };

const KNOWN = 900;
export const sizes = [KNOWN, 9_000, 90_000] as const;

/** The known business, and what it would be ten and a hundred times larger, in either way. */
export function businesses(today: number, wanted: readonly number[] = sizes): Business[] {
  const known = knownBusiness({ customers: 5_000, experts: KNOWN, today });
  return wanted.flatMap((experts): Business[] => {
    if (experts === KNOWN) return [{ experts, growth: 'business', world: known }];
    const dense = knownBusiness({ customers: 5_000, experts, today });
    return [{ experts, growth: 'business', world: copied(known, experts / KNOWN) }, { experts, growth: 'dense', world: dense }];
  });
}

/** The first copy keeps its ids: what is asked of it can be asked of all. */
function copied(known: World, copies: number): World {
  const all = Array.from({ length: copies }, (_, copy) => (id: string) => (copy === 0 ? id : `${id}-${copy}`));
  return {
    ...known,
    territories: all.flatMap((named) => known.territories.map((territory) => ({ ...territory, id: named(territory.id) }))),
    experts: all.flatMap((named) => known.experts.map((expert) => copyOf(expert, named))),
  };
}

const copyOf = (expert: Expert, named: (id: string) => string): Expert => ({
  ...expert, id: named(expert.id), primary: named(expert.primary), territories: expert.territories.map(({ territoryId, kind }) => ({ territoryId: named(territoryId), kind })),
});

/** What the customers of the known business ask for on one day; the same whatever its size. */
export const demandFor = (world: World, today: number, count: number, seed = 1): Demand[] =>
  demandOf({ world, dice: createDice(seed), today, tickets: count, burst: null }).filter(({ measured }) => measured);
