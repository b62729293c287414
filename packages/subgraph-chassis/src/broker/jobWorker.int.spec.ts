import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import type { Backend } from './backend.ts';
import { openQueue } from './jobQueue.ts';
import { openWorker } from './jobWorker.ts';
import { postgresqlBackend } from './postgresqlBackend.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase.empty();
});
afterAll(() => db.drop());

test('a worker that finds the tables gone when it connects lets time go on, and works once they are back', async () => {
  const real = postgresqlBackend({ databaseUrl: db.url, schema: 'wiped' });
  let prepared = 0;
  // As if somebody wiped the broker between making it ready and connecting to it.
  const wiped: Backend = { ...real, prepare: async () => void ((prepared += 1) > 1 && (await real.prepare())) };
  const errors: string[] = [];
  const seen = Promise.withResolvers<unknown>();
  const worker = openWorker(wiped, 'jobs', async ({ data }) => seen.resolve(data), { onError: ({ name }) => errors.push(name) });
  const queue = openQueue(real, 'jobs');
  await queue.addAll([{ id: 'a-1', name: 'x', data: { n: 1 } }]);
  expect(await seen.promise).toEqual({ n: 1 });
  expect(errors).toContain('SchemaMigrationRequiredError');
  await Promise.all([worker.close(), queue.close()]);
});

test('what a worker whose clock was hours ahead had under way when it died is found', async () => {
  const backend = postgresqlBackend({ databaseUrl: db.url, schema: 'ahead' });
  const queue = openQueue(backend, 'jobs');
  await queue.addAll([{ id: 'a-1', name: 'x', data: { n: 1 } }]);
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const later = Date.now() + 8 * 3_600_000;
  await client.query(`UPDATE ahead.job SET state = 'active', lock_token = 'dead', locked_until_ms = ${later}`);
  await client.query(`INSERT INTO ahead.meta (queue, field, value) VALUES ('jobs', 'stalled-check', '${later}')`);
  const seen = Promise.withResolvers<unknown>();
  const worker = openWorker(backend, 'jobs', async ({ data }) => seen.resolve(data), { stalledCheckMs: 100 });
  expect(await seen.promise).toEqual({ n: 1 });
  await Promise.all([worker.close(), queue.close(), client.end()]);
});
