import { createRecent } from './recent.ts';

test('what was used last is kept longest', () => {
  const recent = createRecent<string>(2);
  recent.set('a', 'A');
  recent.set('b', 'B');
  expect(recent.get('a')).toBe('A');
  recent.set('c', 'C');
  expect(['a', 'b', 'c'].map(recent.get)).toEqual(['A', undefined, 'C']);
  expect(recent.leastRecentFirst()).toEqual(['A', 'C']);
});

test('made once while it is kept; what cannot be made is tried again', () => {
  const recent = createRecent<number>(1);
  let made = 0;
  const make = () => (made += 1);
  expect([recent.getOrMake('a', make), recent.getOrMake('a', make)]).toEqual([1, 1]);
  recent.delete('a');
  expect(recent.getOrMake('a', make)).toBe(2);
  expect(() => recent.getOrMake('b', () => { throw new Error('no'); })).toThrow('no');
  expect([recent.getOrMake('a', make), recent.getOrMake('b', make)]).toEqual([2, 3]);
});
