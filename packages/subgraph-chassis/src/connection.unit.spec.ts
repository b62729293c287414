import { readPage, toConnection } from './connection.ts';

test('a page ends with the cursor from which the next one begins', () => {
  const connection = toConnection(['a', 'b', 'c'], 2, (row) => row);
  expect(connection.edges.map(({ node }) => node)).toEqual(['a', 'b']);
  expect(connection.pageInfo.hasNextPage).toBe(true);
  expect(readPage({ first: 2, after: connection.pageInfo.endCursor })).toEqual({ limit: 2, after: 'b' });
});

test.each([0, 101, 1.5])('a page of %s is refused', (first) => {
  expect(() => readPage({ first })).toThrow('`first` must be from 1 to 100');
});

test.each(['', 'not ours!'])('the cursor %j is refused', (after) => {
  expect(() => readPage({ first: 1, after })).toThrow('not a cursor');
});
