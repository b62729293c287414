import { createUnreadEvents, leftOutBefore } from './unreadEvents.ts';

const event = (number: number, leftOut?: number) => ({ data: number, extensions: { trace: {}, ...(leftOut && { gap: { leftOut } }) } });

test('are taken in order, and of more than may wait the oldest are left out and counted, with those that the router had left out', () => {
  const unread = createUnreadEvents<number>(2);
  for (const [number, leftOut] of [[1], [2, 5], [3], [4, 1]] as const) unread.put(event(number, leftOut));
  expect([unread.count(), unread.isFull()]).toEqual([2, true]);
  const taken = [unread.take()!, unread.take()!];
  expect(taken.map((one) => [one.data, leftOutBefore(one)])).toEqual([[3, 7], [4, 1]]);
  expect(taken[0]!.extensions).toHaveProperty('trace');
  expect(unread.take()).toBeUndefined();
  unread.put(event(5));
  expect([unread.isFull(), leftOutBefore(unread.take()!)]).toEqual([false, 0]);
});

test.each([0, -1, 1.5, NaN])('%d is no number of events that may wait', (most) => {
  expect(() => createUnreadEvents(most)).toThrow(RangeError);
});
