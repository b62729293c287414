import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';

let db: TestDatabase;
let sql: pg.Client;
beforeAll(async () => {
  db = await testDatabase('payment');
  sql = new pg.Client({ connectionString: db.url });
  await sql.connect();
  await sql.query(`
    INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, created_at)
      VALUES ('con_1', 'cus_1', 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '2026-01-05', '2026-01-05');
    INSERT INTO contract_product (contract_id, product_id, position, customer_id, covers_from) VALUES ('con_1', 'prd_000011', 0, '', now());
    INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
      VALUES ('inv_1', 'INV-1', 'con_1', 'cus_1', '2026-01-01', '2026-01-31', 499, 'EUR', 'PAID', '2026-01-05');
    INSERT INTO payment (id, invoice_id, amount_minor, currency, status, paid_at, created_at) VALUES ('pay_1', 'inv_1', 499, 'EUR', 'SUCCEEDED', '2026-01-05', '2026-01-05');
    ${posting('ISSUED:inv_1', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR']])}`);
});
afterAll(async () => {
  await sql.end();
  await db.drop();
});

type Side = [account: string, amount: number, currency: string];

function posting(id: string, sides: Side[]): string {
  const entries = sides.map(([account, amount, currency], n) =>
    `INSERT INTO ledger_entry VALUES ('${id}', ${n}, '${account}', ${account === 'RECEIVABLE' ? `'cus_1'` : 'NULL'}, ${amount}, '${currency}');`);
  return `BEGIN; INSERT INTO ledger_transaction (id, kind, occurred_at) VALUES ('${id}', '${id.split(':')[0]}', now()); ${entries.join(' ')} COMMIT;`;
}

const attack = async (statements: string): Promise<string> => {
  const refused = await sql.query(statements).then(() => 'NOT REFUSED', (error: Error) => error.message);
  await sql.query('ROLLBACK');
  return refused;
};

describe('the ledger refuses by plain SQL', () => {
  it.each<[string, Side[]]>([
    ['ISSUED:one_cent_too_much', [['RECEIVABLE', 500, 'EUR'], ['REVENUE', -499, 'EUR']]],
    ['ISSUED:two_currencies', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'USD']]],
  ])('a transaction that does not sum to zero: %s', async (id, sides) => {
    expect(await attack(posting(id, sides))).toMatch('does not sum to zero');
    expect((await sql.query('SELECT FROM ledger_transaction WHERE id = $1', [id])).rowCount).toBe(0);
  });

  it.each<[string, Side[]]>([['ISSUED:empty', []], ['ISSUED:one_side', [['REVENUE', 0, 'EUR']]]])('one without two sides: %s', async (id, sides) => {
    expect(await attack(posting(id, sides))).toMatch('fewer than two entries');
  });

  it.each([
    `UPDATE ledger_entry SET amount_minor = amount_minor * 2`,
    `UPDATE ledger_transaction SET occurred_at = now()`,
    `DELETE FROM ledger_entry`,
    `DELETE FROM ledger_transaction`,
    `TRUNCATE ledger_entry`,
    `TRUNCATE ledger_transaction CASCADE`,
  ])('%s', async (statement) => expect(await attack(statement)).toMatch('append-only'));

  it('entries added to a transaction that is posted, balanced or not', async () => {
    expect(await attack(`INSERT INTO ledger_entry VALUES ('ISSUED:inv_1', 2, 'CASH', NULL, 5, 'EUR'), ('ISSUED:inv_1', 3, 'REVENUE', NULL, -5, 'EUR')`)).toMatch('takes no further entries');
  });

  it('an entry slipped in after the check was made early', async () => {
    const early = posting('ISSUED:early', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR']]).replace('COMMIT;', 'SET CONSTRAINTS ALL IMMEDIATE;');
    expect(await attack(`${early} INSERT INTO ledger_entry VALUES ('ISSUED:early', 2, 'CASH', NULL, 5, 'EUR'); COMMIT;`)).toMatch('does not sum to zero');
  });

  it('the same posting twice', async () => {
    expect(await attack(posting('ISSUED:inv_1', [['RECEIVABLE', 499, 'EUR'], ['REVENUE', -499, 'EUR']]))).toMatch('duplicate key');
  });
});

describe('papers refuse by plain SQL', () => {
  const contract = (id: string, from: string) => `
    INSERT INTO contract (id, customer_id, plan_id, plan_name, monthly_price_minor, currency, status, starts_at, created_at)
    VALUES ('${id}', 'cus_1', 'plan_000001', 'Basic', 499, 'EUR', 'ACTIVE', '${from}', now());
    INSERT INTO contract_product (contract_id, product_id, position, customer_id, covers_from) VALUES ('${id}', 'prd_000011', 0, 'cus_x', '${from}')`;

  it.each([
    ['a second invoice of a month', `INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
      VALUES ('inv_2', 'INV-2', 'con_1', 'cus_1', '2026-01-15', '2026-01-31', 1, 'EUR', 'OPEN', now())`, 'invoice_once_per_contract_and_month'],
    ['a charge beside one that succeeded', `INSERT INTO payment (id, invoice_id, amount_minor, currency, status, created_at) VALUES ('pay_2', 'inv_1', 499, 'EUR', 'PENDING', now())`, 'payment_one_live_per_invoice'],
    ['a paid invoice opened again', `UPDATE invoice SET status = 'OPEN'`, 'only OPEN may become'],
    ['another total', `UPDATE invoice SET total_minor = 1`, 'is issued'],
    ['a deleted invoice', `DELETE FROM invoice`, 'cannot be deleted'],
    ['a settled payment undone', `UPDATE payment SET status = 'DECLINED', paid_at = NULL`, 'is settled'],
    ['success without a time', `INSERT INTO payment (id, invoice_id, amount_minor, currency, status, created_at) VALUES ('pay_3', 'inv_1', 499, 'EUR', 'SUCCEEDED', now())`, 'check constraint'],
    ['a product covered twice at one time', contract('con_2', '2026-06-01'), 'contract_product_covered_once'],
    ['cover moved away from its contract', `UPDATE contract SET ends_at = '2026-03-01' WHERE id = 'con_1'; ${contract('con_3', '2026-02-01')}`, 'contract_product_covered_once'],
    ['an ended contract without an end', `UPDATE contract SET status = 'CANCELLED'`, 'check constraint'],
    ['a card number as a reason', `UPDATE contract SET cancel_reason = 'my card 4111 1111 1111 1111'`, 'check constraint'],
    ['a card number as a token', `INSERT INTO payment_method VALUES ('pm_1', 'cus_1', 'tok_4111111111111111', 'VISA', '1111', 1, 2030, now())`, 'check constraint'],
    ['a card number as a key', `INSERT INTO idempotency_key VALUES ('cus_1', 'key-5500-0000-0000-0004', 'x', 'x', 'x', now())`, 'check constraint'],
  ])('%s', async (_, statement, reason) => expect(await attack(`BEGIN; ${statement}; COMMIT;`)).toMatch(reason));

  it('but let a contract follow one that has ended', async () => {
    expect(await attack(`BEGIN; UPDATE contract SET ends_at = '2026-03-01' WHERE id = 'con_1'; ${contract('con_4', '2026-03-01')}; ROLLBACK;`)).toBe('NOT REFUSED');
  });
});

it.each([['4111111111111111', true], ['x 5500 0000 0000 0004', true], ['378282246310005', true], ['4111111111111112', false], ['01941297-9b4c-7123-8123-123456789012', false], ['', false]])(
  'the database sees whether %s holds a card number', async (value, holds) => {
    expect((await sql.query('SELECT holds_card_number($1) AS holds', [value])).rows).toEqual([{ holds }]);
  },
);
