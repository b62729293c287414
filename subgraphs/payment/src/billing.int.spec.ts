import pg from 'pg';
import { eventually, paymentServer, staff, type PaymentServer } from './testing/paymentServer.ts';
import { codesOf, ledgerOf, paymentMethodOf, RUN, subscribeWith } from './testing/requests.ts';

// Hundreds of charges, on a machine that may be busy.
jest.setTimeout(90_000);

let server: PaymentServer;
const admin = staff('ADMIN');
const run = async (period: string) => (await server.ask(admin, RUN, { period })).data.runBilling;

/** Contracts as the monolith left them: paid for until some time ago, charged by the customer's newest method. */
async function oldContracts(count: number, prefix: string, pspToken = 'tok_visa_ok'): Promise<void> {
  await server.sql.query(
    `WITH c AS (INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, created_at)
       SELECT 'con_' || $1 || n, 'cus_' || $1 || n, 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '2026-01-05', '2026-01-05' FROM generate_series(1, $2) n RETURNING customer_id)
     INSERT INTO payment_method SELECT 'pm_' || customer_id, customer_id, $3, 'VISA', '4242', 12, 2030, '2026-01-05' FROM c`,
    [prefix, count, pspToken],
  );
}
const count = async (sql: string) => Number((await server.sql.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]!.n);

beforeEach(async () => {
  server = await paymentServer();
});
afterEach(() => server.stop());

it('invoices and charges each active contract once, however often it is run', async () => {
  await oldContracts(120, 'a');
  await subscribeWith(server, 'cus_new');
  const { run: first } = await run('2026-02-14');
  expect(first).toMatchObject({ period: '2026-02-01', invoicesCreated: 120, invoicesSkipped: 0, failures: [], finishedAt: expect.any(String) });
  expect(await run('2026-02-28')).toMatchObject({ run: { invoicesCreated: 0, invoicesSkipped: 120, failures: [] }, userErrors: [] });
  expect(await count(`invoice WHERE month = '2026-02-01' AND status = 'PAID' AND period_end = '2026-02-28'`)).toBe(120);
  expect(await count('fake_psp.payment')).toBe(121);
  expect(await ledgerOf(server)).toEqual({ REVENUE: -121 * 499, CASH: 121 * 499, RECEIVABLE: 0 });
});

it('bills neither before a contract began, nor after it ended, nor one that was never paid', async () => {
  await oldContracts(1, 'a');
  await subscribeWith(server, 'cus_unpaid', 'tok_visa_declined');
  await server.sql.query(`INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, ends_at, created_at)
    VALUES ('con_over', 'cus_over', 'plan_000001', 'Basic', 499, 'EUR', 'CANCELLED', '2026-01-01', '2026-02-01', '2026-01-01'),
      ('con_ending', 'cus_ending', 'plan_000001', 'Basic', 499, 'EUR', 'CANCELLED', '2026-01-01', '2026-02-15', '2026-01-01')`);
  expect((await run('2025-12-01')).run.invoicesCreated).toBe(0);
  expect((await run('2026-02-01')).run.invoicesCreated).toBe(1);
});

it('refuses a month that lies ahead', async () => {
  const ahead = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 2, 1)).toISOString().slice(0, 10);
  expect(await run(ahead)).toMatchObject({ run: null, userErrors: [{ code: 'INVALID_INPUT', field: 'period' }] });
});

it('of two runs at once one works and the other is told so', async () => {
  await oldContracts(120, 'a');
  const runs = await Promise.all(Array.from({ length: 5 }, () => run('2026-02-01')));
  expect(runs.filter(({ run }) => run?.invoicesCreated === 120)).toHaveLength(1);
  for (const other of runs.filter(({ run }) => run?.invoicesCreated !== 120)) expect(other.run ? [] : codesOf(other)).toEqual(other.run ? [] : ['ALREADY_RUNNING']);
  expect(await count(`invoice`)).toBe(120);
  expect(await count(`fake_psp.payment WHERE status = 'CAPTURED'`)).toBe(120);
});

it('keeps out of the way of a run in another process', async () => {
  const other = new pg.Client({ connectionString: server.sql.options.connectionString! });
  await other.connect();
  await other.query(`SELECT pg_advisory_lock(hashtext('billing run'))`);
  expect(codesOf(await run('2026-02-01'))).toEqual(['ALREADY_RUNNING']);
  await other.end();
  await eventually(async () => ((await run('2026-02-01')).run ? true : undefined));
});

it('lists what failed and why, and tries it again with a method that is new', async () => {
  await oldContracts(2, 'ok');
  await oldContracts(1, 'poor', 'tok_insufficient_funds');
  await oldContracts(1, 'silent', 'tok_unreachable');
  await oldContracts(1, 'none');
  await server.sql.query(`DELETE FROM payment_method WHERE customer_id = 'cus_none1'`);
  const { run: first } = await run('2026-02-01');
  const byContract = (failures: { contract: { id: string }; reason: string }[]) => Object.fromEntries(failures.map(({ contract, reason }) => [contract.id, reason]));
  expect(first.invoicesCreated).toBe(5);
  expect(byContract(first.failures)).toEqual({ con_poor1: 'INSUFFICIENT_FUNDS', con_silent1: 'NO_ANSWER_YET', con_none1: 'NO_PAYMENT_METHOD' });
  await paymentMethodOf(server, 'cus_poor1');
  await paymentMethodOf(server, 'cus_none1');
  const { run: second } = await run('2026-02-01');
  expect(second).toMatchObject({ invoicesCreated: 0, invoicesSkipped: 5 });
  expect(byContract(second.failures)).toEqual({ con_silent1: 'NO_ANSWER_YET' });
  expect(await count(`payment WHERE status = 'PENDING'`)).toBe(1);
});

it('goes on where a run that was stopped left off', async () => {
  await oldContracts(150, 'a');
  const provider = new pg.Client({ connectionString: server.sql.options.connectionString! });
  await provider.connect();
  await provider.query('BEGIN; LOCK TABLE fake_psp.payment IN EXCLUSIVE MODE');
  const answer = run('2026-02-01');
  await eventually(async () => ((await count(`payment`)) === 100 ? true : undefined));
  const restarted = server.restart();
  await provider.end();
  await Promise.all([restarted, answer]);
  expect(await count(`billing_run WHERE finished_at IS NULL`)).toBe(1);
  expect(await count(`payment`)).toBe(100);
  const next = await run('2026-02-01');
  expect(next.run).toMatchObject({ invoicesCreated: 0, invoicesSkipped: 150, failures: [], finishedAt: expect.any(String) });
  expect(await count(`invoice WHERE status = 'PAID'`)).toBe(150);
  expect(await count(`fake_psp.payment WHERE status = 'CAPTURED'`)).toBe(150);
});

it('answers in time and goes on when a run is long', async () => {
  await server.stop();
  server = await paymentServer({ BILLING_ANSWER_WITHIN_MS: 1 });
  await oldContracts(150, 'a');
  expect((await run('2026-02-01')).run.finishedAt).toBeNull();
  await eventually(async () => ((await count(`invoice WHERE status = 'PAID'`)) === 150 ? true : undefined));
});
