import { randomUUID } from 'node:crypto';
import { fateOf } from './fate.ts';

test('a ticket has one fate, and every fate has its share', () => {
  const fates = Array.from({ length: 4_000 }, () => fateOf(`tic_${randomUUID()}`));
  const share = (fate: string) => fates.filter((each) => each === fate).length / fates.length;
  expect(share('visited')).toBeCloseTo(0.25, 1);
  expect(share('cancelled')).toBeCloseTo(0.7, 1);
  expect(share('left')).toBeCloseTo(0.05, 1);
  expect(fateOf('tic_1')).toBe(fateOf('tic_1'));
});

test('who is said to leave more tickets leaves more, and cancels fewer', () => {
  const fates = Array.from({ length: 4_000 }, () => fateOf(`tic_${randomUUID()}`, { leave: 0.75 }));
  expect(fates.filter((each) => each === 'left').length / fates.length).toBeCloseTo(0.75, 1);
  expect(fates).not.toContain('cancelled');
});
