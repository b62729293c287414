import { createLogger } from '@sysops-squad/chassis/logger';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import { startAuth } from './start.ts';
import { testSettings } from './testing/authInstance.ts';

let database: TestDatabase;
beforeEach(async () => void (database = await testDatabase('auth')));
afterEach(() => database.drop());

const startWith = async (email: string, password: string, production = false): Promise<void> => {
  const settings = { ...testSettings(database.url), firstAdmin: { email, password }, production };
  const auth = await startAuth(settings, createLogger('auth'));
  await auth.stop();
};
const admins = async (): Promise<string[]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ email: string }>("SELECT email FROM account WHERE 'ADMIN' = ANY (roles) ORDER BY email");
  await client.end();
  return rows.map(({ email }) => email);
};

test('an empty system gets its first administrator, and no second one', async () => {
  await startWith('first@sysops.example', 'a pass phrase that is long enough');
  await startWith('second@sysops.example', 'a pass phrase that is long enough');
  expect(await admins()).toEqual(['first@sysops.example']);
});

test('in production a published password is refused, also as the first one', async () => {
  await expect(startWith('first@sysops.example', 'sysops-squad-demo', true)).rejects.toThrow('ADMIN_PASSWORD: it is published');
  expect(await admins()).toEqual([]);
});

test('a weak password is refused and says which variable it is', async () => {
  await expect(startWith('first@sysops.example', 'short')).rejects.toThrow('ADMIN_PASSWORD');
  expect(await admins()).toEqual([]);
});
