import { createDice } from './dice.ts';

test('the same question always gets the same answer, whatever was asked before; another seed another one', () => {
  const [dice, again] = [createDice(7), createDice(7)];
  again('something', 'else');
  expect(dice('refuses', 'day-1', 3)).toBe(again('refuses', 'day-1', 3));
  expect(createDice(8)('refuses', 'day-1', 3)).not.toBe(dice('refuses', 'day-1', 3));
});

test('answers to neighbouring questions are spread evenly', () => {
  const dice = createDice(1);
  const tenths = new Array<number>(10).fill(0);
  for (let n = 0; n < 10_000; n += 1) tenths[Math.floor(dice('ticket', `day-${n}`) * 10)]! += 1;
  expect(Math.min(...tenths)).toBeGreaterThan(900);
  expect(Math.max(...tenths)).toBeLessThan(1_100);
});
