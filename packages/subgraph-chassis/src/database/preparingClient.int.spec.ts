import type pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { openPool } from './prismaPool.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase('customer');
  pool = openPool({ databaseUrl: database.url, applicationName: 'prepared', max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const prepared = async () => (await pool.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements ORDER BY name')).rows.map(({ statement }) => statement);

test('a statement that comes again is prepared, in whichever way it comes', async () => {
  const [text, asked] = ['SELECT $1::int AS n', (n: number) => ({ text: 'SELECT $1::int AS n', values: [n] })];
  expect((await pool.query(text, [1])).rows).toEqual([{ n: 1 }]);
  expect(await prepared()).toEqual([]);
  expect((await pool.query(asked(2))).rows).toEqual([{ n: 2 }]);
  expect((await pool.query({ ...asked(3), rowMode: 'array' })).rows).toEqual([[3]]);
  expect((await pool.query(text, [4])).rows).toEqual([{ n: 4 }]);
  expect(await prepared()).toEqual([text]);
});

test('what has no values, or comes once, is not', async () => {
  const before = await prepared();
  for (const _ of [1, 2, 3]) await pool.query('SELECT 1');
  for (const n of [1, 2, 3]) await pool.query(`SELECT ${n}, $1::int`, [n]);
  expect(await prepared()).toEqual(before);
});

test('one that fails is good the next time', async () => {
  const divide = (by: number) => pool.query('SELECT 6 / $1::int AS n', [by]);
  for (const _ of [1, 2, 3]) await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
  expect((await divide(2)).rows).toEqual([{ n: 3 }]);
});

test('a connection on which a statement was waited for in vain is not used any more, also within a transaction', async () => {
  const impatient = openPool({ databaseUrl: `${database.url}?query_timeout=1000&statement_timeout=0`, applicationName: 'impatient', max: 1 });
  try {
    const client = await impatient.connect();
    client.on('error', () => undefined);
    await client.query('BEGIN');
    await expect(client.query('SELECT pg_sleep(30)')).rejects.toThrow('Query read timeout');
    const from = performance.now();
    await expect(client.query('ROLLBACK')).rejects.toThrow();
    expect(performance.now() - from).toBeLessThan(500);
    client.release();
    expect((await impatient.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  } finally {
    await impatient.end();
  }
});
