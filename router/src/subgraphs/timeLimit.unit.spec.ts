import { limitTime } from './timeLimit.ts';
import { until } from '../testing/until.ts';

test('is over after its time', async () => {
  const limit = limitTime(20);
  await until('the time is over', limit.isOver);
  expect([limit.signal.aborted, (limit.signal.reason as Error).name]).toEqual([true, 'TimeoutError']);
});
test('ends with what it is within, and says that it is not its own time that is over', () => {
  const outer = new AbortController();
  const limit = limitTime(60_000, outer.signal);
  outer.abort(new Error('gone'));
  expect([limit.signal.aborted, limit.isOver(), (limit.signal.reason as Error).message]).toEqual([true, false, 'gone']);
  expect(limitTime(60_000, outer.signal).signal.aborted).toBe(true);
  limit.end();
});
test('does nothing any more once it was ended', async () => {
  const outer = new AbortController();
  const [ended, witness] = [limitTime(10, outer.signal), limitTime(30)];
  ended.end();
  outer.abort();
  await until('the other is over', witness.isOver);
  expect([ended.signal.aborted, ended.isOver()]).toEqual([false, false]);
});
