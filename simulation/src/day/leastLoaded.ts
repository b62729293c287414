import type { Expert } from '../world/world.ts';

/** Whom the monolith's statement finds: of the territory and active, the fewest tickets in hand, then the lowest id. */
export function leastLoaded(experts: readonly Expert[], territoryId: string, load: ReadonlyMap<string, number>): Expert | undefined {
  const here = experts.filter(({ active, primary }) => active && primary === territoryId);
  const loadOf = ({ id }: Expert) => load.get(id) ?? 0;
  return here.reduce<Expert | undefined>((a, b) => (a && (loadOf(a) < loadOf(b) || (loadOf(a) === loadOf(b) && a.id < b.id)) ? a : b), undefined);
}
