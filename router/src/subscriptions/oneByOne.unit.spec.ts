import { oneByOne } from './oneByOne.ts';

test('each in its turn and none left out, however many there are for the time', async () => {
  const done: number[] = [];
  const many = Array.from({ length: 3_000 }, (_, index) => index);
  const doing = oneByOne(many, 60, (item) => done.push(item));
  expect(done.length).toBeLessThan(many.length);
  await doing;
  expect(done).toEqual(many);
});

test('nothing to do takes no time', async () => {
  await oneByOne([], 1_000_000, () => undefined);
});
