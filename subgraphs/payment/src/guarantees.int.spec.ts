import { attack } from '@sysops-squad/chassis/testing/attack';
import type { Statement } from '@sysops-squad/chassis/testing/attack';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';

/** Promise 8 against whoever owns the tables. Each attack is stored as soon as the guards that refuse it are taken away. */
let db: TestDatabase;
let sql: pg.Pool;
beforeAll(async () => {
  db = await testDatabase('payment');
  sql = new pg.Pool({ connectionString: db.url, max: 2 });
  await sql.query(`
    INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, created_at)
      VALUES ('con_1', 'cus_1', 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '2026-01-05', '2026-01-05'), ('con_9', 'cus_9', 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '2026-01-05', '2026-01-05');
    INSERT INTO contract_product (contract_id, product_id, position, customer_id, covers_from) VALUES ('con_1', 'prd_000011', 0, '', now());
    INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
      VALUES ('inv_1', 'INV-1', 'con_1', 'cus_1', '2026-01-01', '2026-01-31', 499, 'EUR', 'PAID', '2026-01-05'),
        ('inv_9', 'INV-9', 'con_9', 'cus_9', '2026-01-01', '2026-01-31', 499, 'EUR', 'VOID', '2026-01-05');
    INSERT INTO payment (id, invoice_id, amount_minor, currency, status, paid_at, created_at) VALUES ('pay_1', 'inv_1', 499, 'EUR', 'SUCCEEDED', '2026-01-05', '2026-01-05'),
      ('pay_9', 'inv_9', 499, 'EUR', 'SUCCEEDED', '2026-01-05', '2026-01-05');
    INSERT INTO refund (id, payment_id, amount_minor, currency, status, created_at, refunded_at) VALUES ('ref_9', 'pay_9', 499, 'EUR', 'SUCCEEDED', now(), now());`);
  await sql.query(`BEGIN; ${posting('ISSUED:inv_1', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR']]).map(([text]) => text).join('; ')}; COMMIT`);
});
afterAll(async () => {
  await sql.end();
  await db.drop();
});

type Side = [account: string, amount: number, currency: string];

const posting = (id: string, sides: Side[]): Statement[] => [
  [`INSERT INTO ledger_transaction (id, kind, occurred_at) VALUES ('${id}', '${id.split(':')[0]}', now())`],
  ...sides.map(([account, amount, currency], n): Statement =>
    [`INSERT INTO ledger_entry VALUES ('${id}', ${n}, '${account}', ${account === 'RECEIVABLE' ? `'cus_1'` : 'NULL'}, ${amount}, '${currency}')`]),
];

const dropTriggers = (name: string, ...tables: string[]) => tables.map((table) => `DROP TRIGGER ${name} ON ${table}`);
const balance = [...dropTriggers('ledger_transaction_balances', 'ledger_transaction'), ...dropTriggers('ledger_entry_balances', 'ledger_entry')];
const posted = dropTriggers('ledger_entry_belongs_to_this_posting', 'ledger_entry');
const final = ['ledger_transaction', 'ledger_entry'].flatMap((table) => [`DROP TRIGGER ${table}_append_only ON ${table}`, `DROP TRIGGER ${table}_not_emptied ON ${table}`]);
const papers = dropTriggers('papers_stay', 'invoice', 'payment', 'refund');
const checks = (table: string) => [`DO $$ DECLARE c record; BEGIN FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype = 'c' LOOP EXECUTE format('ALTER TABLE ${table} DROP CONSTRAINT %I', c.conname); END LOOP; END $$`];

type Attack = [what: string, reason: string | RegExp, statements: Statement[], without: string[]];

function eachIsRefused(attacks: Attack[]): void {
  test.each(attacks)('%s: %s', async (...[, reason, statements, without]) => {
    expect(await attack(sql, statements)).toMatch(reason);
    expect(await attack(sql, statements, without)).toBe('stored');
  });
}

test('what is in order is stored', async () => {
  expect(await attack(sql, posting('PAID:pay_1', [['CASH', 499, 'EUR'], ['RECEIVABLE', -499, 'EUR'], ['CASH', 5, 'USD'], ['REVENUE', -5, 'USD']]))).toBe('stored');
});

describe('an unbalanced ledger', () => {
  eachIsRefused([
    ['one cent too much', 'does not sum to zero', posting('ISSUED:x', [['RECEIVABLE', 500, 'EUR'], ['REVENUE', -499, 'EUR']]), balance],
    ['two currencies that would sum to zero', 'does not sum to zero', posting('ISSUED:x', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'USD']]), balance],
    ['three sides, one of them in another currency', 'does not sum to zero', posting('ISSUED:x', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR'], ['REVENUE', -1, 'USD']]), balance],
    ['a transaction without entries', 'fewer than two entries', posting('ISSUED:x', []), balance],
    ['one side of nothing', 'fewer than two entries', posting('ISSUED:x', [['REVENUE', 0, 'EUR']]), balance],
    ['slipped in after an early check', 'does not sum to zero', [...posting('ISSUED:x', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR']]), ['SET CONSTRAINTS ALL IMMEDIATE'], [`INSERT INTO ledger_entry VALUES ('ISSUED:x', 9, 'CASH', NULL, 5, 'EUR')`]], balance],
    ['one entry more for what is posted', 'takes no further entries', [[`INSERT INTO ledger_entry VALUES ('ISSUED:inv_1', 9, 'CASH', NULL, 5, 'EUR')`]], [...posted, ...balance]],
    ['two entries more for what is posted', 'takes no further entries', [[`INSERT INTO ledger_entry VALUES ('ISSUED:inv_1', 8, 'CASH', NULL, 5, 'EUR'), ('ISSUED:inv_1', 9, 'REVENUE', NULL, -5, 'EUR')`]], posted],
    ['doubled', 'append-only', [['UPDATE ledger_entry SET amount_minor = amount_minor * 2']], final],
    ['one side changed', 'append-only', [[`UPDATE ledger_entry SET amount_minor = 1 WHERE account = 'REVENUE'`]], final],
    ['changed on a conflict', 'append-only', [[`INSERT INTO ledger_entry VALUES ('ISSUED:inv_1', 0, 'CASH', NULL, 5, 'EUR') ON CONFLICT (transaction_id, position) DO UPDATE SET amount_minor = 5`]], final],
    ['dated back', 'append-only', [[`UPDATE ledger_transaction SET occurred_at = '2020-01-01'`]], final],
    ['one side deleted', 'append-only', [[`DELETE FROM ledger_entry WHERE account = 'REVENUE'`]], final],
    ['deleted', 'append-only', [['DELETE FROM ledger_entry'], ['DELETE FROM ledger_transaction']], final],
    ['emptied', 'append-only', [['TRUNCATE ledger_entry']], final],
    ['emptied with its transactions', 'append-only', [['TRUNCATE ledger_transaction CASCADE']], final],
    ['the same posting twice', 'ledger_transaction_pkey', posting('ISSUED:inv_1', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR']]).slice(0, 1), ['ALTER TABLE ledger_transaction DROP CONSTRAINT ledger_transaction_pkey CASCADE']],
  ]);
});

const invoice = (id: string, from: string, contract = 'con_1'): Statement =>
  [`INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at) VALUES ('${id}', '${id}', '${contract}', 'cus_1', '${from}', '${from}', 1, 'EUR', 'OPEN', now())`];
const onceAMonth = ['DROP INDEX invoice_once_per_contract_and_month'];
const issued = dropTriggers('invoice_stays_as_issued', 'invoice');

describe('a second invoice of a contract and period', () => {
  eachIsRefused([
    ['of the same days', 'invoice_once_per_contract_and_month', [invoice('inv_2', '2026-01-01')], onceAMonth],
    ['of other days of the month', 'invoice_once_per_contract_and_month', [invoice('inv_2', '2026-01-15')], onceAMonth],
    ['beside one that is void', 'invoice_once_per_contract_and_month', [invoice('inv_2', '2026-01-01', 'con_9')], onceAMonth],
    ['two at once', 'invoice_once_per_contract_and_month', [invoice('inv_2', '2026-03-01'), invoice('inv_3', '2026-03-31')], onceAMonth],
    ['moved into the month', 'is issued', [invoice('inv_2', '2026-02-01'), [`UPDATE invoice SET period_start = '2026-01-01' WHERE id = 'inv_2'`]], [...issued, ...onceAMonth]],
    ['given to another contract', 'is issued', [[`UPDATE invoice SET contract_id = 'con_1' WHERE id = 'inv_9'`]], [...issued, ...onceAMonth]],
    ['after the first was deleted', 'cannot be deleted', [['DELETE FROM refund'], ['DELETE FROM payment'], ['DELETE FROM invoice'], invoice('inv_2', '2026-01-01')], [...issued, ...dropTriggers('payment_stays_as_settled', 'payment'), ...dropTriggers('refund_stays_as_settled', 'refund')]],
    ['after all were emptied away', 'papers_stay', [['TRUNCATE invoice CASCADE'], invoice('inv_2', '2026-01-01')], papers],
    ['a contract emptied away with its invoices', 'papers_stay', [['TRUNCATE contract CASCADE']], papers],
  ]);
});

describe('papers that change', () => {
  const contract = (id: string, from: string): Statement[] => [
    [`INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, created_at)
      VALUES ('${id}', 'cus_1', 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '${from}', now())`],
    [`INSERT INTO contract_product (contract_id, product_id, position, customer_id, covers_from) VALUES ('${id}', 'prd_000011', 0, 'cus_x', '${from}')`],
  ];
  const covered = ['ALTER TABLE contract_product DROP CONSTRAINT contract_product_covered_once'];
  const settled = dropTriggers('payment_stays_as_settled', 'payment');
  const given = dropTriggers('refund_stays_as_settled', 'refund');
  eachIsRefused([
    ['a charge beside one that succeeded', 'payment_one_live_per_invoice', [[`INSERT INTO payment (id, invoice_id, amount_minor, currency, status, created_at) VALUES ('pay_2', 'inv_1', 499, 'EUR', 'PENDING', now())`]], ['DROP INDEX payment_one_live_per_invoice']],
    ['a paid invoice opened again', 'only OPEN may become', [[`UPDATE invoice SET status = 'OPEN'`]], issued],
    ['another total', 'is issued', [['UPDATE invoice SET total_minor = 1']], issued],
    ['a settled payment undone', 'is settled', [[`UPDATE payment SET status = 'DECLINED', paid_at = NULL`]], settled],
    ['every payment emptied away', 'papers_stay', [['TRUNCATE payment CASCADE']], papers],
    ['a refund undone', 'is settled', [[`UPDATE refund SET status = 'PENDING', refunded_at = NULL`]], given],
    ['a refund of more', 'is settled', [['UPDATE refund SET amount_minor = 900']], given],
    ['a refund deleted, to be made again', 'cannot be deleted', [['DELETE FROM refund']], given],
    ['a second refund of a payment', 'refund_payment_id_key', [[`INSERT INTO refund (id, payment_id, amount_minor, currency, status, created_at) VALUES ('ref_2', 'pay_9', 499, 'EUR', 'PENDING', now())`]], ['DROP INDEX refund_payment_id_key']],
    ['success without a time', 'payment_check', [[`INSERT INTO payment (id, invoice_id, amount_minor, currency, status, created_at) VALUES ('pay_3', 'inv_1', 499, 'EUR', 'SUCCEEDED', now())`]], [...checks('payment'), 'DROP INDEX payment_one_live_per_invoice']],
    ['a product covered twice at one time', 'contract_product_covered_once', contract('con_2', '2026-06-01'), covered],
    ['cover moved away from its contract', 'contract_product_covered_once', [[`UPDATE contract SET ends_at = '2026-03-01' WHERE id = 'con_1'`], ...contract('con_3', '2026-02-01')], covered],
    ['an ended contract without an end', 'contract_check', [[`UPDATE contract SET status = 'CANCELLED'`]], checks('contract')],
    ['a card number as a reason', 'contract_cancel_reason_check', [[`UPDATE contract SET cancel_reason = 'my card 4111 1111 1111 1111'`]], checks('contract')],
    ['a card number as a token', 'payment_method_psp_token_check', [[`INSERT INTO payment_method VALUES ('pm_1', 'cus_1', 'tok_4111111111111111', 'VISA', '1111', 1, 2030, now())`]], checks('payment_method')],
    ['a key that is no hash', 'idempotency_key_is_hash', [[`INSERT INTO idempotency_key VALUES ('cus_1', 'key-5500-0000-0000-0004', 'x', 'x', 'x', now())`]], checks('idempotency_key')],
  ]);

  test('but a contract may follow one that has ended', async () => {
    expect(await attack(sql, [[`UPDATE contract SET ends_at = '2026-03-01' WHERE id = 'con_1'`], ...contract('con_4', '2026-03-01')])).toBe('stored');
  });
});

test.each([['4111111111111111', true], ['x 5500 0000 0000 0004', true], ['378282246310005', true], ['4111111111111112', false], ['01941297-9b4c-7123-8123-123456789012', false], ['', false]])(
  'the database sees whether %s holds a card number', async (value, holds) => {
    expect((await sql.query('SELECT holds_card_number($1) AS holds', [value])).rows).toEqual([{ holds }]);
  },
);
