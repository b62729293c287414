import { createTurns } from './turns.ts';

function someTurns() {
  let clock = 0;
  const turns = createTurns({ now: () => clock });
  return { ...turns, pass: (milliseconds: number) => void (clock += milliseconds), told: (n: number) => Array.from({ length: n }, () => turns.nextInSeconds()) };
}

test('those who are refused come back at the pace at which work is done', () => {
  const { done, pass, told } = someTurns();
  for (let n = 0; n < 3_000; n += 1) {
    pass(10);
    done();
  }
  const turns = told(1_000);
  expect([turns[0], turns[90], turns[450]]).toEqual([1, 1, 5]);
  pass(4_000);
  expect(told(1)[0]).toBe(turns.at(-1)! - 4);
});

test('nobody is sent away for longer than half a minute, nor all at once when nothing was done lately', () => {
  const { told } = someTurns();
  const turns = told(1_000);
  expect([turns[0], turns[9], turns.at(-1)]).toEqual([1, 2, 30]);
});

test('after a calm time the next turn is at once', () => {
  const { pass, told } = someTurns();
  told(50);
  pass(60_000);
  expect(told(1)).toEqual([1]);
});
