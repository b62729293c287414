import type { Monolith } from '../testing/monolith.ts';
import { TODAY, runningMonolith } from '../testing/monolith.ts';
import type { Row } from '../testing/row.ts';

let monolith: Monolith;
beforeAll(async () => void (monolith = await runningMonolith()));
afterAll(() => monolith.stop());

const year = `from=${new Date(Date.parse(TODAY) - 380 * 86_400_000).toISOString()}&to=${TODAY}T00:00:00Z`;
const report = async (name: string, query = year) => (await monolith.call('GET', `reports/${name}?${query}`)).body;

test('billing makes one invoice per contract and period, however often and however many at once', async () => {
  const run = () => monolith.call('POST', `billing/run?period=${TODAY.slice(0, 8)}01`);
  const answers = await Promise.all([run(), run(), run()]);
  const active = (await monolith.rows(`SELECT id FROM contract WHERE status = 'ACTIVE'`)).length;
  expect(answers.reduce((sum, { body }) => sum + Number(body['invoices_created']), 0)).toBe(active);
  expect((await run()).body).toMatchObject({ invoices_created: 0, invoices_skipped: active, failures: [] });
  expect((await monolith.call('POST', 'billing/run?period=2026-01-02')).body).toMatchObject({ error: 'BAD_INPUT', field: 'period' });
});

test('the ticket report counts what the tables say', async () => {
  const count = async (where: string) => (await monolith.rows(`SELECT FROM ticket WHERE ${where}`)).length;
  expect(await report('tickets')).toMatchObject({
    opened: await count('true'), closed: await count(`status = 'CLOSED'`), cancelled: await count(`status = 'CANCELLED'`),
    backlog: await count(`status IN ('ACCEPTED', 'AWAITING_DISPATCH', 'NEEDS_ATTENTION')`), oldest_unassigned_minutes: expect.any(Number),
    sla_met_ratio: expect.any(Number), median_minutes_to_assign: expect.any(Number), median_minutes_to_arrive: expect.any(Number),
  });
});

test('the expert report lists everybody, most visits first, rated by the words of the survey subjects', async () => {
  const { body, total } = await monolith.call<Row[]>('GET', `reports/experts?${year}&limit=500`);
  expect([body.length, total]).toEqual([288, 288]);
  expect(body.reduce((sum, row) => sum + row['visits'], 0)).toBe((await monolith.rows('SELECT FROM ticket WHERE completed_at IS NOT NULL')).length);
  expect(body.some((row) => row['average_rating'] >= 1)).toBe(true);
  expect(body[0]!['visits']).toBeGreaterThanOrEqual(body[1]!['visits']);
});

test('the financial report adds up in cents', async () => {
  const [sums] = await monolith.rows(`SELECT (SELECT sum(amount_cents)::int FROM payment WHERE status = 'SUCCEEDED') AS paid_cents, sum(monthly_price_cents)::int AS monthly_recurring_revenue_cents FROM contract WHERE status = 'ACTIVE'`);
  const figures = await report('financial');
  expect(figures).toMatchObject({ currency: 'EUR', ...sums });
  expect(figures['invoiced_cents']).toBe(figures['paid_cents'] + figures['outstanding_cents']);
});

test('an interval that is missing, backwards or too long is refused', async () => {
  expect(await report('tickets', 'to=2026-01-01T00:00:00Z')).toMatchObject({ field: 'from' });
  expect(await report('tickets', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toMatchObject({ field: 'to' });
  expect(await report('financial', 'from=2020-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toMatchObject({ field: 'to' });
});

test('the four plans are constants of the code', async () => {
  const { body } = await monolith.call<Row[]>('GET', 'plans');
  expect(body.map(({ code, covered }) => [code, (covered as string[]).length])).toEqual([['BASIC', 20], ['HOME', 40], ['PLUS', 60], ['BUSINESS', 60]]);
});
