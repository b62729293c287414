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

test('whatever is set, used and deleted: as a Map in which each key is moved to its end', () => {
  const [recent, plain, most] = [createRecent<number>(5), new Map<string, number>(), 5];
  const move = (key: string, value: number): void => void (plain.delete(key), plain.set(key, value));
  for (let step = 0, state = 7; step < 2_000; step += 1) {
    state = (state * 48_271) % 2_147_483_647;
    const key = `${state % 9}`;
    const what = (state >> 8) % 10;
    if (what < 5) {
      expect(recent.get(key)).toBe(plain.get(key));
      if (plain.has(key)) move(key, plain.get(key)!);
    } else if (what < 9) {
      recent.set(key, step);
      move(key, step);
      if (plain.size > most) plain.delete(plain.keys().next().value!);
    } else {
      recent.delete(key);
      plain.delete(key);
    }
    if (step % 500 === 499) {
      recent.clear();
      plain.clear();
    }
    expect(recent.leastRecentFirst()).toEqual([...plain.values()]);
  }
});
