import { createStatementNames } from './statementNames.ts';

test('a statement has a name from the second time on, and keeps it', () => {
  const nameOf = createStatementNames();
  expect([nameOf('a'), nameOf('a'), nameOf('a'), nameOf('b'), nameOf('b')]).toEqual([undefined, 's1', 's1', undefined, 's2']);
});

test('there are so many names and no more, and what comes once uses none up', () => {
  const nameOf = createStatementNames(2);
  for (let n = 0; n < 100; n += 1) nameOf(`once ${n}`);
  const twice = (sql: string) => [nameOf(sql), nameOf(sql)];
  expect(['a', 'b', 'c', 'a'].map(twice)).toEqual([[undefined, 's1'], [undefined, 's2'], [undefined, undefined], ['s1', 's1']]);
});

test('very long statements are not worth it', () => {
  const nameOf = createStatementNames();
  const long = `SELECT '${'x'.repeat(10_000)}'`;
  expect([nameOf(long), nameOf(long)]).toEqual([undefined, undefined]);
});
