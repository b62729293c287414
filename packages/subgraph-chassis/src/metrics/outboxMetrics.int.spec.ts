import { eventually, openOutboxFixture, type OutboxFixture } from '../outbox/testing/outboxFixture.ts';
import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { newMetrics } from './metrics.ts';
import { messageMetrics, outboxMetrics } from './outboxMetrics.ts';

let database: TestDatabase;
let outbox: OutboxFixture;
beforeAll(async () => {
  database = await testDatabase.empty();
  outbox = await openOutboxFixture({ databaseUrl: database.url, prefix: 'metrics' });
});
afterAll(async () => {
  await outbox.stop();
  await database.drop();
});

const valuesIn = (text: string): Record<string, number> =>
  Object.fromEntries(text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));

test('how much waits, for how long, what was given up, and what the queue holds; unknown while nobody answers', async () => {
  const metrics = newMetrics();
  let answers = true;
  const unlessDown = async <T>(value: T): Promise<T> => (answers ? value : Promise.reject(new Error('down')));
  outboxMetrics(metrics, { sql: async <Row>(text: string) => unlessDown((await outbox.pool.query(text)).rows as Row[]), queue: { depth: () => unlessDown(7) } });
  const read = async () => valuesIn(await metrics.registry.metrics());
  expect(await read()).toEqual({ outbox_waiting_messages: 0, outbox_oldest_message_age_seconds: 0, outbox_dead_messages: 0, queue_jobs: 7 });
  await outbox.write('a', 'b', 'c', 'd');
  await outbox.pool.query(`UPDATE outbox SET created_at = now() - interval '90 seconds' WHERE id = 'b'`);
  await outbox.pool.query(`UPDATE outbox SET created_at = now() - interval '1 hour', acked_at = now() WHERE id = 'c'`);
  await outbox.pool.query(`UPDATE outbox SET dead_at = now() WHERE id = 'd'`);
  const { outbox_oldest_message_age_seconds: age, ...rest } = await read();
  expect(rest).toEqual({ outbox_waiting_messages: 2, outbox_dead_messages: 1, queue_jobs: 7 });
  expect(age).toBeGreaterThanOrEqual(90);
  expect(age).toBeLessThan(150);
  answers = false;
  expect(Object.values(await read())).toEqual([NaN, NaN, NaN, NaN]);
  await outbox.pool.query('DELETE FROM outbox');
});

test('what a consumer makes of its messages, by type', async () => {
  const metrics = newMetrics();
  let tries = 0;
  outbox.relay('q');
  const handler = async () => ((tries += 1) === 1 ? Promise.reject(new Error('once')) : null);
  outbox.consumer('q', handler, { observe: messageMetrics(metrics) });
  await outbox.write('x');
  await eventually('acknowledged', async () => (await outbox.count('acked_at IS NULL')) === 0);
  await eventually('counted', async () => {
    const values = valuesIn(await metrics.registry.metrics());
    return values['messages_handled_total{type="happened",outcome="failed"}'] === 1 && values['messages_handled_total{type="happened",outcome="done"}'] === 1
      && values['message_handling_duration_seconds_count{type="happened"}'] === 2;
  });
});
