import { createBreaker, type Admission, type Ending } from './breaker.ts';

function aBreaker() {
  let clock = 0;
  const pauses: number[] = [];
  const breaker = createBreaker({ now: () => clock, onOpen: (pauseMs) => pauses.push(pauseMs) });
  const pass = (milliseconds: number): void => void (clock += milliseconds);
  const call = (ending: Ending, takes = 1): void => {
    const admission = breaker.admit();
    pass(takes);
    if (admission) breaker.ended(admission, ending);
  };
  return { ...breaker, pauses, pass, call };
}
const times = (n: number, what: () => void): void => Array.from({ length: n }).forEach(what);

test('half of twenty recent calls failed: open; fewer, or longer ago: not', () => {
  const one = aBreaker();
  times(9, () => (one.call('failed'), one.call('answered')));
  one.call('failed');
  expect(one.state()).toBe('closed');
  one.call('failed');
  expect(one.state()).toBe('open');
  expect(one.admit()).toBeNull();

  const other = aBreaker();
  times(19, () => other.call('failed'));
  other.pass(10_001);
  times(19, () => other.call('failed'));
  expect(other.state()).toBe('closed');
});

test('a call that waited in vain while nobody was answered opens it at once', () => {
  const breaker = aBreaker();
  times(100, () => breaker.call('answered'));
  breaker.call('silent', 2_000);
  expect(breaker.state()).toBe('open');
});

test('when it showed a sign of life meanwhile, a few calls at a time are let through, and one answer is enough', () => {
  const breaker = aBreaker();
  const slow = breaker.admit()!;
  breaker.pass(1_000);
  breaker.gaveSign();
  breaker.pass(1_000);
  breaker.ended(slow, 'silent');
  expect(breaker.state()).toBe('trying');
  breaker.call('answered');
  expect(breaker.state()).toBe('closed');
  expect(breaker.pauses).toEqual([]);
});

test('one slow query beside answered ones does not, nor does a caller who left', () => {
  const breaker = aBreaker();
  const slow = breaker.admit()!;
  breaker.pass(1_000);
  breaker.call('answered');
  breaker.pass(1_000);
  breaker.ended(slow, 'silent');
  times(50, () => breaker.call('left'));
  expect(breaker.state()).toBe('closed');
});

test('however many take too long, as long as others are answered meanwhile', () => {
  const breaker = aBreaker();
  const slow = Array.from({ length: 100 }, () => breaker.admit()!);
  breaker.pass(1_000);
  breaker.call('answered');
  breaker.pass(1_000);
  slow.forEach((admission) => breaker.ended(admission, 'silent'));
  expect(breaker.state()).toBe('closed');
});

describe('once it lives again', () => {
  const opened = () => {
    const breaker = aBreaker();
    breaker.call('silent', 2_000);
    return breaker;
  };

  test('a few may try at a time, and one answer closes it', () => {
    const breaker = opened();
    breaker.gaveSign();
    const tries = Array.from({ length: 6 }, () => breaker.admit());
    expect(tries.map(Boolean)).toEqual([true, true, true, true, false, false]);
    breaker.ended(tries[0]!, 'left');
    expect(breaker.admit()).not.toBeNull();
    breaker.ended(tries[1]!, 'answered');
    expect(breaker.state()).toBe('closed');
  });

  test('a try that fails opens it again, and it is left alone for longer each time', () => {
    const breaker = opened();
    times(6, () => (breaker.gaveSign(), breaker.call('failed')));
    expect(breaker.pauses).toEqual([0, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    breaker.gaveSign();
    breaker.call('answered');
    breaker.call('silent');
    expect(breaker.pauses.at(-1)).toBe(0);
  });

  test('what began before is no longer counted', () => {
    const breaker = aBreaker();
    const before = Array.from({ length: 30 }, () => breaker.admit()) as Admission[];
    breaker.call('silent', 2_000);
    breaker.gaveSign();
    before.forEach((admission) => breaker.ended(admission, 'silent'));
    expect([breaker.state(), breaker.pauses]).toEqual(['trying', [0]]);
    expect(Array.from({ length: 5 }, () => breaker.admit()).filter(Boolean)).toHaveLength(4);
  });
});
