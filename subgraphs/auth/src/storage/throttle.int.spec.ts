import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { openDatabase } from './database.ts';
import { forgetFailures, recordFailure } from './throttle.ts';

let db: TestDatabase;
let open: ReturnType<typeof openDatabase>;
beforeAll(async () => {
  db = await testDatabase('auth');
  open = openDatabase(db.url);
});
afterAll(async () => {
  await open.close();
  await db.drop();
});

test('a failure is counted while a sign-in that succeeds forgets them', async () => {
  const keys = [{ by: 'account' as const, key: `factor:${'0'.repeat(64)}` }];
  const now = new Date('2026-12-01T10:00:00Z');
  const turns = Array.from({ length: 300 }, (_, n) =>
    open.database.$transaction((tx) => (n % 2 === 0 ? recordFailure(tx, keys, now) : forgetFailures(tx, keys)), { maxWait: 20_000 }),
  );
  const failed = (await Promise.allSettled(turns)).filter(({ status }) => status === 'rejected');
  expect(failed).toEqual([]);
});
