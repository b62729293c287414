import { figuresOf } from './timing.ts';

test('the median of the repetitions is told, so that a disturbed one says nothing', () => {
  const calm = { milliseconds: [1, 1, 1, 1], decisions: 4 };
  const disturbed = { milliseconds: [1, 1, 1, 997], decisions: 4 };
  expect(figuresOf([calm, disturbed, calm])).toEqual({ decisionsPerSecond: 1_000, p50Ms: 1, p99Ms: 1 });
});

test('a batch counts each of its decisions, and takes the time of the whole', () => {
  expect(figuresOf([{ milliseconds: [10, 30], decisions: 48 }])).toEqual({ decisionsPerSecond: 1_200, p50Ms: 10, p99Ms: 30 });
});
