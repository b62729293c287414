import { createRandom } from '../random.ts';
import { createBag } from './bag.ts';

const kinds = ['a', 'b', 'c', 'd', 'e'];
const draw = (seed: number, count: number): string[] => {
  const take = createBag(kinds, createRandom(seed));
  return Array.from({ length: count }, take);
};

test('each kind comes equally often', () => {
  const drawn = draw(7, 52);
  const counts = kinds.map((kind) => drawn.filter((each) => each === kind).length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
});

test('the same seed gives the same order, another seed another', () => {
  expect(draw(7, 40)).toEqual(draw(7, 40));
  expect(draw(7, 40)).not.toEqual(draw(8, 40));
});

test("a fork's draws do not move the original's", () => {
  const [left, right] = [createRandom(3), createRandom(3)];
  left.fork('clients').next();
  expect(left.next()).toBe(right.next());
  expect(createRandom(3).fork('clients').next()).not.toBe(createRandom(3).fork('faults').next());
});

test('an empty bag is a mistake', () => {
  expect(() => createBag([], createRandom(1))).toThrow('needs something');
});
