import { MEASURED_DAY } from '../../../simulation/src/world/calendar.ts';
import { businesses, demandFor } from './businesses.ts';

const all = businesses(MEASURED_DAY, [900, 9_000]);
const serving = (world: (typeof all)[number]['world'], territoryId: string) => world.experts.filter(({ primary }) => primary === territoryId).length;

test('a business grows by territories of seventy-five experts, or by experts in the same twelve', () => {
  expect(all.map(({ experts, growth, world }) => [experts, growth, world.territories.length, world.experts.length, serving(world, 'ter_000001')])).toEqual([
    [900, 'business', 12, 900, 75], [9_000, 'business', 120, 9_000, 75], [9_000, 'dense', 12, 9_000, 750],
  ]);
});

test('ids stay apart, and every business is asked the same', () => {
  for (const { world } of all) expect(new Set(world.experts.map(({ id }) => id)).size).toBe(world.experts.length);
  const asked = all.map(({ world }) => demandFor(world, MEASURED_DAY, 50).map(({ id, product, customer }) => [id, product.id, customer.territoryId]));
  expect(asked[1]).toEqual(asked[0]);
  expect(asked[2]).toEqual(asked[0]);
});
