import { readArguments } from './arguments.ts';

test('names what is wrong, all at once', () => {
  expect(() => readArguments(['--days', '0', '--strategy', 'best', '--report', 'day'])).toThrow(
    '--days must be at least 1\n--strategy must be of: batch, greedy, nearest, monolith\n--report must end in .json');
});

test('without options: five days of every kind, managed in every way', () => {
  expect(readArguments([])).toMatchObject({ seed: 1, days: 5, regime: ['ordinary', 'spike', 'fault', 'backlog'], strategy: ['batch', 'greedy', 'nearest', 'monolith'] });
});
