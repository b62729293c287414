import { createBackOff } from './backOff.ts';

const pausesAfter = (lives: readonly number[]): number[] => lives.map(createBackOff());

test('one that ends at once again and again is waited for longer, up to ten seconds', () => {
  expect(pausesAfter([10, 10, 10, 10, 10, 10, 10])).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});
test('one that had run well is started again after the first pause, however often that happens', () => {
  expect(pausesAfter([30_000, 30_000, 30_000, 12_000, 3_600_000])).toEqual([500, 500, 500, 500, 500]);
});
test('having run well makes up for what was before', () => {
  expect(pausesAfter([10, 10, 10, 10, 20_000, 10, 10])).toEqual([500, 1_000, 2_000, 4_000, 500, 1_000, 2_000]);
});
