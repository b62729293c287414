import { createBulkhead, Crowded } from './bulkhead.ts';
import { limitTime } from './timeLimit.ts';

const never = limitTime(60_000);
const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function full(places: number) {
  const bulkhead = createBulkhead({ parallel: () => 1, places: () => places });
  const leave = bulkhead.enterAtOnce()!;
  const order: string[] = [];
  const come = (name: string, importance: 'read' | 'change' | 'ticket', limit = never) =>
    void bulkhead.enterInTurn(importance, limit).then(
      (out) => (order.push(name), out()),
      (error: Error) => order.push(`${name}: ${error instanceof Crowded ? 'crowded' : error.message}`),
    );
  return { bulkhead, leave, come, order };
}

test('as many as may are inside; the others come in one by one, the most important first', async () => {
  const { bulkhead, leave, come, order } = await full(10);
  come('first read', 'read');
  come('second read', 'read');
  come('change', 'change');
  come('ticket', 'ticket');
  await settled();
  expect([bulkhead.inside(), bulkhead.waiting(), order]).toEqual([1, 4, []]);
  leave();
  await settled();
  expect(order).toEqual(['ticket', 'change', 'first read', 'second read']);
  expect([bulkhead.inside(), bulkhead.waiting()]).toEqual([0, 0]);
});

test('when all places are taken, whoever is least important is not let in, or gives way', async () => {
  const { leave, come, order } = await full(2);
  come('read', 'read');
  come('change', 'change');
  come('late read', 'read');
  come('ticket', 'ticket');
  come('late change', 'change');
  await settled();
  expect(order.toSorted()).toEqual(['late change: crowded', 'late read: crowded', 'read: crowded']);
  leave();
  await settled();
  expect(order.slice(3)).toEqual(['ticket', 'change']);
});

test('whoever gives up while waiting takes no place', async () => {
  const { bulkhead, leave, come, order } = await full(5);
  const giving = new AbortController();
  come('impatient', 'read', limitTime(60_000, giving.signal));
  come('other', 'read');
  await settled();
  giving.abort(new Error('gave up'));
  await settled();
  expect([order, bulkhead.waiting()]).toEqual([['impatient: gave up'], 1]);
  leave();
  await settled();
  expect(order[1]).toBe('other');
  expect([bulkhead.inside(), bulkhead.waiting()]).toEqual([0, 0]);
});
