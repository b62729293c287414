import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import { createSchema, seed } from '../../monolith/src/seed/index.ts';
import { migratePayment } from './payment.ts';

let monolith: TestDatabase;
let payment: TestDatabase;
let source: pg.Client;
let target: pg.Client;

const open = async (database: TestDatabase): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
};
beforeEach(async () => {
  monolith = await testDatabase.from('monolith_for_payment', async (url) => {
    await createSchema(url);
    await seed(url, { today: '2026-11-22', scale: 0.05 });
  });
  payment = await testDatabase('payment');
  [source, target] = [await open(monolith), await open(payment)];
});
afterEach(async () => {
  await Promise.all([source.end(), target.end()]);
  await Promise.all([monolith.drop(), payment.drop()]);
});

const migrate = () => migratePayment({ monolithUrl: monolith.url, targetUrl: payment.url, onProgress: () => undefined });
const one = async (client: pg.Client, sql: string) => (await client.query<Record<string, unknown>>(sql)).rows[0]!;

it('copies every row with its id, and twice is the same as once', async () => {
  const first = await migrate();
  expect(first.map(({ table }) => table)).toEqual(['payment_method', 'contract', 'billing', 'payment']);
  for (const { table, rows, checksum } of first) {
    expect(rows).toBe(Number((await one(source, `SELECT count(*) AS n FROM ${table}`))['n']));
    expect(rows).toBeGreaterThan(100);
    expect(checksum).toMatch(/^[0-9a-f]{32}$/);
  }
  const ledger = await one(target, 'SELECT count(*), sum(amount_minor) FROM ledger_entry');
  expect(await migrate()).toEqual(first);
  expect(await one(target, 'SELECT count(*), sum(amount_minor) FROM ledger_entry')).toEqual(ledger);
  expect(await one(target, `SELECT plan_id, status FROM contract WHERE id = 'con_000001'`)).toEqual({ plan_id: 'plan_000003', status: 'ACTIVE' });
});

it('posts a ledger that says what history says', async () => {
  await migrate();
  const books = await one(target, `SELECT sum(amount_minor) FILTER (WHERE account = 'RECEIVABLE') AS owed, sum(amount_minor) FILTER (WHERE account = 'CASH') AS cash, sum(amount_minor) AS all FROM ledger_entry`);
  const papers = await one(source, `SELECT (SELECT sum(amount_cents) FROM billing WHERE status = 'OPEN') AS owed, (SELECT sum(amount_cents) FROM payment WHERE status = 'SUCCEEDED') AS cash, '0' AS all`);
  expect(books).toEqual(papers);
});

it('takes what the monolith changed since the last time, and odd histories', async () => {
  await migrate();
  await source.query(`
    UPDATE contract SET status = 'CANCELLED', ends_at = '2026-11-30' WHERE id = 'con_000002';
    INSERT INTO contract SELECT 'con_x', customer_id, plan_code, plan_name, 100, currency, '{}', 'EXPIRED', '2026-01-01', '2026-02-01', now() FROM contract WHERE id = 'con_000003';
    INSERT INTO billing VALUES ('inv_void', 'con_x', 'cus_000003', 'X-1', '2026-01-01', '2026-02-01', 100, 'EUR', 'VOID', now()),
      ('inv_paid_in_cash', 'con_x', 'cus_000003', 'X-2', '2026-02-01', '2026-03-01', 100, 'EUR', 'PAID', now()),
      ('inv_unclear', 'con_x', 'cus_000003', 'X-3', '2026-03-01', '2026-04-01', 100, 'EUR', 'OPEN', now());
    INSERT INTO payment VALUES ('pay_unclear', 'inv_unclear', NULL, 100, 'EUR', 'PENDING', NULL, NULL, now())`);
  expect((await migrate()).find(({ table }) => table === 'billing')!.rows).toBe(Number((await one(source, 'SELECT count(*) AS n FROM billing'))['n']));
  expect(await one(target, `SELECT status FROM contract WHERE id = 'con_000002'`)).toEqual({ status: 'CANCELLED' });
  expect(await one(target, `SELECT status FROM contract WHERE id = 'con_x'`)).toEqual({ status: 'ENDED' });
  expect(await one(target, `SELECT period_end::text FROM invoice WHERE id = 'inv_void'`)).toEqual({ period_end: '2026-01-31' });
});

it('gives new invoices numbers that no old one has', async () => {
  await migrate();
  const { next } = await one(target, `SELECT 'INV-' || nextval('invoice_number') AS next`);
  const { last } = await one(source, `SELECT max(number) AS last FROM billing`);
  expect(Number(String(next).slice(4))).toBe(Number(String(last).slice(4)) + 1);
});

it('throws, and copies nothing, when source and target differ', async () => {
  await migrate();
  await target.query(`INSERT INTO payment_method VALUES ('pm_stray', 'cus_1', 'tok_stray', 'VISA', '4242', 1, 2030, now())`);
  await expect(migrate()).rejects.toThrow(/payment_method: \d+ rows in the monolith, \d+ in payment; 1 differ: pm_stray/);
});

it('throws when the plan of a contract is not known', async () => {
  await source.query(`UPDATE contract SET plan_code = 'GOLD' WHERE id = 'con_000002'`);
  await expect(migrate()).rejects.toThrow('no such plan in payment: GOLD of con_000002');
  expect(await one(target, 'SELECT count(*)::int AS n FROM contract')).toEqual({ n: 0 });
});

it('does not overwrite a context that has begun to live on its own', async () => {
  await migrate();
  await target.query(`INSERT INTO idempotency_key VALUES ('cus_000001', encode(sha256('key-12345'), 'hex'), 'subscribeToPlan', 'x', 'con_x', now())`);
  await expect(migrate()).rejects.toThrow('payment has taken requests');
});
