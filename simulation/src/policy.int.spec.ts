import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { openDatabase } from '../../subgraphs/ticket/src/storage/openDatabase.ts';
import { loadPolicy } from '../../subgraphs/ticket/src/storage/loadPolicy.ts';
import { migratedPolicy } from './policy.ts';

test('without another one, the policy of a freshly migrated database is simulated', async () => {
  const database = await testDatabase('ticket');
  const opened = openDatabase({ databaseUrl: database.url, applicationName: 'policy' });
  try {
    expect(migratedPolicy()).toEqual(await loadPolicy(opened.prisma, new Date()));
  } finally {
    await opened.close();
    await database.drop();
  }
});
