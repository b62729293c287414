import fc from '@sysops-squad/chassis/testing/properties';
import { minimumCost } from './minimumCost.ts';

const matrix = fc.integer({ min: 1, max: 5 }).chain((rows) => fc.integer({ min: rows, max: 6 }).chain((columns) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })));

const sum = (costs: number[][], columns: readonly number[]): number => columns.reduce((total, column, row) => total + costs[row]![column]!, 0);

/** Every assignment there is. */
function best(costs: number[][], row = 0, used: number[] = []): number {
  if (row === costs.length) return sum(costs, used);
  return Math.min(...costs[row]!.map((_, column) => (used.includes(column) ? Infinity : best(costs, row + 1, [...used, column]))));
}

test('no assignment is cheaper, and no column is given twice', () => {
  fc.assert(fc.property(matrix, (costs) => {
    const columns = minimumCost(costs);
    expect(new Set(columns).size).toBe(costs.length);
    expect(sum(costs, columns)).toBe(best(costs));
  }), { numRuns: 1_000 });
});

test('nothing to assign', () => expect(minimumCost([])).toEqual([]));
