import { limitTime } from './timeLimit.ts';
import { until } from '@sysops-squad/chassis/testing/until';

test('is over after its time', async () => {
  const [limit, called] = [limitTime(20), jest.fn()];
  const signal = limit.signal();
  limit.whenOver(called);
  expect(limit.over()).toBeUndefined();
  await until('the time is over', limit.isOver);
  expect([limit.over()!.name, signal.aborted, (signal.reason as Error).name]).toEqual(['TimeoutError', true, 'TimeoutError']);
  expect(called.mock.calls).toEqual([[limit.over()]]);
  expect([limit.signal().aborted, limit.signal().reason]).toEqual([true, limit.over()]);
});
test('ends with what it is within, and says that it is not its own time that is over', () => {
  const outer = new AbortController();
  const [limit, called] = [limitTime(60_000, outer.signal), jest.fn()];
  limit.whenOver(called);
  outer.abort(new Error('gone'));
  expect([limit.over()!.message, limit.isOver(), limit.signal().aborted, called.mock.calls.length]).toEqual(['gone', false, true, 1]);
  const later = limitTime(60_000, outer.signal);
  expect([later.over()!.message, later.signal().aborted]).toEqual(['gone', true]);
});
test('does nothing any more once it was ended, nor for those who were taken off', async () => {
  const outer = new AbortController();
  const [ended, witness, called] = [limitTime(10, outer.signal), limitTime(30), jest.fn()];
  witness.whenOver(called)();
  ended.whenOver(called);
  ended.end();
  outer.abort();
  await until('the other is over', witness.isOver);
  expect([ended.over(), ended.signal().aborted, ended.isOver(), called.mock.calls.length]).toEqual([undefined, false, false, 0]);
});
