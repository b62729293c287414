import { oncePer } from './oncePer.ts';

test('is worked out once for each object, also where nothing comes of it', () => {
  const asked: object[] = [];
  const sizeOf = oncePer((key: object) => {
    asked.push(key);
    return Object.keys(key).length || undefined;
  });
  const [one, same, empty] = [{ a: 1 }, { a: 1 }, {}];
  expect([one, one, same, empty, empty].map(sizeOf)).toEqual([1, 1, 1, undefined, undefined]);
  expect(asked).toEqual([one, same, empty]);
});

test('what fails is tried again', () => {
  let tries = 0;
  const second = oncePer(() => {
    if ((tries += 1) === 1) throw new Error('not yet');
    return tries;
  });
  const key = {};
  expect(() => second(key)).toThrow('not yet');
  expect([second(key), second(key)]).toEqual([2, 2]);
});
