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

test('what a dead worker had under way is found, also after a look for it has failed', async () => {
  const backend = postgresqlBackend({ databaseUrl: db.url, schema: 'stalled' });
  const queue = openQueue(backend, 'jobs');
  await queue.addAll([{ id: 'a-1', name: 'x', data: { n: 1 } }]);
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query(`UPDATE stalled.job SET state = 'active', lock_token = 'dead', locked_until_ms = 1`);
  await client.query('ALTER FUNCTION stalled.move_stalled_jobs_to_wait RENAME TO elsewhere');
  const failed = Promise.withResolvers<Error>();
  const seen = Promise.withResolvers<unknown>();
  const worker = openWorker(backend, 'jobs', async ({ data }) => seen.resolve(data), { stalledCheckMs: 50, onError: failed.resolve });
  expect((await failed.promise).message).toContain('move_stalled_jobs_to_wait');
  await client.query('ALTER FUNCTION stalled.elsewhere RENAME TO move_stalled_jobs_to_wait');
  expect(await seen.promise).toEqual({ n: 1 });
  await Promise.all([worker.close(), queue.close(), client.end()]);
});
