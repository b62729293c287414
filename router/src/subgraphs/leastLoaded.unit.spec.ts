import { leastLoaded, wantedOf } from './leastLoaded.ts';

const loadOf = ({ load }: { load: number }): number => load;
const named = (name: string, load: number) => ({ name, load });

test('whoever has the least to do comes first', () => {
  expect(leastLoaded([named('a', 3), named('b', 0), named('c', 1)], loadOf).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
});

test('equals come in every order', () => {
  const firsts = new Set(Array.from({ length: 100 }, () => leastLoaded([named('a', 1), named('b', 1), named('c', 1)], loadOf)[0]!.name));
  expect([...firsts].toSorted()).toEqual(['a', 'b', 'c']);
});

test('those that want no calls are left out, unless nobody wants any', () => {
  expect(wantedOf(['a', 'b'], (name) => name === 'b')).toEqual(['b']);
  expect(wantedOf(['a', 'b'], () => false)).toEqual(['a', 'b']);
});
