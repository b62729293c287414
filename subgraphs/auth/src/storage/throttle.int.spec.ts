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
  const turn = (n: number) =>
    open.database.$transaction((tx) => (n % 2 === 0 ? recordFailure(tx, keys, now) : forgetFailures(tx, keys)), { maxWait: 20_000 });
  const failed: unknown[] = [];
  // As many at a time as the pool has connections for; all at once would measure how long they wait for one.
  for (let round = 0; round < 30; round += 1) {
    const settled = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => turn(n)));
    failed.push(...settled.filter(({ status }) => status === 'rejected'));
  }
  expect(failed).toEqual([]);
});
