import { readArguments } from './arguments.ts';

test('what is not given has a value', () => {
  expect(readArguments(['--minutes', '2', '--seed', '7'])).toMatchObject({ minutes: 2, seed: 7, broker: 'postgres', only: [], keep: false });
});

test('every mistake has its line', () => {
  expect(() => readArguments(['--minutes', 'x', '--broker', 'kafka', '--report', 'a.txt'])).toThrow(/--minutes must be a number\n--broker must be postgres or redis\n--report must end in .json/);
  expect(() => readArguments(['--mutant', 'none-such'])).toThrow('--list-mutants');
  expect(() => readArguments(['--minute', '1'])).toThrow('--minute');
});

test('reports are added up, and nothing else is taken for one', () => {
  expect(readArguments(['--summary', 'a.json', 'b.json'])).toMatchObject({ summary: true, files: ['a.json', 'b.json'] });
  expect(() => readArguments(['a.json'])).toThrow('a.json is not an option');
});

test('kinds of fault are a list', () => {
  expect(readArguments(['--only', 'kill-router, broker-wipe']).only).toEqual(['kill-router', 'broker-wipe']);
});
