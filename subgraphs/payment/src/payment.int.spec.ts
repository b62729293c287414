import { anonymous } from '@sysops-squad/chassis/caller';
import { customer, paymentServer, staff, type PaymentServer } from './testing/paymentServer.ts';
import { ADD, CANCEL, codesOf, ledgerOf, newKey, paymentMethodOf, RUN, subscribe, subscribeWith } from './testing/requests.ts';

let server: PaymentServer;
beforeAll(async () => {
  server = await paymentServer();
});
afterAll(() => server.stop());

const ana = customer('cus_ana');
const codeOf = (answer: Awaited<ReturnType<PaymentServer['ask']>>) => answer.errors?.[0]?.extensions.code;

describe('a fresh database', () => {
  it('sells the four plans of the monolith, cheapest first, to anyone', async () => {
    const { plans } = await import('../../../monolith/src/plans.ts');
    const { data } = await server.ask(anonymous, '{ supportPlans { id name description monthlyPrice { amountMinor currency } coveredProducts { id } responseTarget } }');
    expect(data.supportPlans).toEqual(plans.map((plan) => ({
      id: plan.id, name: plan.name, description: plan.description, monthlyPrice: { amountMinor: plan.monthly_price_cents, currency: plan.currency },
      coveredProducts: plan.covered.map((id) => ({ id })), responseTarget: `PT${plan.response_target_minutes / 60}H`,
    })));
  });

  it('answers nothing without the router’s proof', async () => {
    expect((await server.post(JSON.stringify({ query: '{ supportPlans { id } }' }))).status).toBe(401);
  });
});

describe('addPaymentMethod', () => {
  const add = async (pspToken: string, idempotencyKey = newKey(), caller = ana) => (await server.ask(caller, ADD, { input: { pspToken, idempotencyKey } })).data.addPaymentMethod;

  it('keeps what the provider says about a token, once', async () => {
    const key = newKey();
    const first = await add('tok_mastercard_ok', key);
    expect(first).toEqual({ paymentMethod: { id: expect.stringMatching(/^pm_/), brand: 'MASTERCARD', last4: expect.stringMatching(/^\d{4}$/), expiresAt: expect.any(String) }, userErrors: [] });
    expect(await add('tok_mastercard_ok', key)).toEqual(first);
    expect(await add('tok_mastercard_ok')).toEqual(first);
    expect((await add('tok_mastercard_ok', newKey(), customer('cus_other'))).paymentMethod.id).not.toBe(first.paymentMethod.id);
  });

  it('refuses what is no token, a used key, a key that is too short', async () => {
    const key = newKey();
    await add('tok_visa_ok', key);
    expect(codesOf(await add('tok_amex_ok', key))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    for (const token of ['visa', 'tok_unknown', 'tok_ä', 'tok_a b']) expect(codesOf(await add(token))).toEqual(['INVALID_PSP_TOKEN']);
    expect(codeOf(await server.ask(ana, ADD, { input: { pspToken: 'tok_visa_ok', idempotencyKey: 'short' } }))).toBe('BAD_USER_INPUT');
  });

  it.each(['4111111111111111', 'tok_4111111111111111', 'tok_4111-1111-1111-1111', '3782 822463 10005'])('refuses the card number in %s, and does not repeat it', async (token) => {
    const refused = await add(token);
    expect(codesOf(refused)).toEqual(['CARD_NUMBER_REFUSED']);
    expect(JSON.stringify(refused)).not.toMatch(/\d{4}/);
  });
});

describe('subscribeToPlan', () => {
  it('makes a contract, its first invoice, and is paid', async () => {
    const { contract, invoice, userErrors } = await subscribeWith(server, 'cus_paid');
    expect(userErrors).toEqual([]);
    expect(contract).toMatchObject({ status: 'ACTIVE', plan: { id: 'plan_000001', name: 'Basic' }, endsAt: null, coveredProducts: [{ id: 'prd_000011' }, { id: 'prd_000012' }] });
    expect(invoice).toMatchObject({ status: 'PAID', number: expect.stringMatching(/^INV-\d+$/), total: { amountMinor: 499, currency: 'EUR' } });
    expect(invoice.payments).toEqual([{ id: expect.stringMatching(/^pay_/), status: 'SUCCEEDED', paidAt: expect.any(String) }]);
    expect(invoice.period.start).toMatch(/-01$/);
  });

  it('leaves an open invoice when the charge is declined, and the next attempt takes its place', async () => {
    const declined = await subscribeWith(server, 'cus_declined', 'tok_visa_declined');
    expect(codesOf(declined)).toEqual(['PAYMENT_DECLINED']);
    expect(declined).toMatchObject({ contract: { status: 'PENDING_PAYMENT' }, invoice: { status: 'OPEN', payments: [{ status: 'DECLINED', paidAt: null }] } });
    const next = await subscribeWith(server, 'cus_declined');
    expect(next).toMatchObject({ contract: { status: 'ACTIVE' }, userErrors: [] });
    const { rows } = await server.sql.query('SELECT c.status, i.status AS invoice FROM contract c JOIN invoice i ON i.contract_id = c.id WHERE c.id = $1', [declined.contract.id]);
    expect(rows).toEqual([{ status: 'ENDED', invoice: 'VOID' }]);
  });

  it.each([
    ['NOT_FOUND', { planId: 'plan_none' }],
    ['NOT_FOUND', { paymentMethodId: 'pm_none' }],
    ['PRODUCT_NOT_COVERED', { productIds: ['prd_000011', 'prd_000001'] }],
  ])('refuses with %s', async (code, wish) => {
    const refused = await subscribe(server, 'cus_refused', { paymentMethodId: await paymentMethodOf(server, 'cus_refused'), ...wish });
    expect(refused).toMatchObject({ contract: null, invoice: null, userErrors: [{ code }] });
    expect((await server.sql.query(`SELECT FROM contract WHERE customer_id = 'cus_refused'`)).rowCount).toBe(0);
  });

  it('refuses somebody else’s payment method, a product that is covered already, a used key', async () => {
    const method = await paymentMethodOf(server, 'cus_twice');
    expect(codesOf(await subscribe(server, 'cus_thief', { paymentMethodId: method }))).toEqual(['NOT_FOUND']);
    const key = newKey();
    expect(codesOf(await subscribe(server, 'cus_twice', { paymentMethodId: method, idempotencyKey: key }))).toEqual([]);
    expect(codesOf(await subscribe(server, 'cus_twice', { paymentMethodId: method }))).toEqual(['ALREADY_COVERED']);
    expect(codesOf(await subscribe(server, 'cus_twice', { paymentMethodId: method, productIds: ['prd_000013'], idempotencyKey: key }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('makes one contract and one charge of 50 simultaneous requests with one key', async () => {
    const wish = { paymentMethodId: await paymentMethodOf(server, 'cus_fifty'), idempotencyKey: newKey() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => subscribe(server, 'cus_fifty', wish)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ contract: { status: 'ACTIVE' }, invoice: { status: 'PAID' }, userErrors: [] });
    const { rows } = await server.sql.query(`
      SELECT (SELECT count(*)::int FROM contract WHERE customer_id = 'cus_fifty') AS contracts,
        (SELECT count(*)::int FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE i.customer_id = 'cus_fifty') AS payments,
        (SELECT count(*)::int FROM fake_psp.payment f JOIN payment p ON p.id = f.id JOIN invoice i ON i.id = p.invoice_id WHERE i.customer_id = 'cus_fifty') AS charges`);
    expect(rows).toEqual([{ contracts: 1, payments: 1, charges: 1 }]);
  });

  it('covers a product once although 20 requests with keys of their own ask at once', async () => {
    const method = await paymentMethodOf(server, 'cus_twenty');
    const answers = await Promise.all(Array.from({ length: 20 }, () => subscribe(server, 'cus_twenty', { paymentMethodId: method })));
    expect(answers.filter(({ contract }) => contract?.status === 'ACTIVE')).toHaveLength(1);
    expect((await server.sql.query(`SELECT FROM invoice WHERE customer_id = 'cus_twenty' AND status <> 'VOID'`)).rowCount).toBe(1);
  });
});

describe('cancelContract', () => {
  const cancel = async (contractId: string, caller = ana, reason = 'Moving abroad') => (await server.ask(caller, CANCEL, { input: { contractId, reason } })).data.cancelContract;

  it('ends a paid contract when the paid month is over', async () => {
    const { contract, invoice } = await subscribeWith(server, 'cus_ana');
    const { contract: cancelled } = await cancel(contract.id);
    expect(cancelled.status).toBe('CANCELLED');
    expect(new Date(cancelled.endsAt).getTime()).toBe(Date.parse(`${invoice.period.end}T00:00:00Z`) + 86_400_000);
    expect(codesOf(await cancel(contract.id))).toEqual(['ALREADY_CANCELLED']);
  });

  it('ends one that was never paid at once, and its invoice is not owed', async () => {
    const { contract, invoice } = await subscribeWith(server, 'cus_unpaid', 'tok_visa_declined');
    expect((await cancel(contract.id, customer('cus_unpaid'))).contract.status).toBe('ENDED');
    const { rows } = await server.sql.query(`SELECT coalesce(sum(amount_minor), 0)::int AS owed FROM ledger_entry WHERE customer_id = 'cus_unpaid'`);
    expect(rows).toEqual([{ owed: 0 }]);
    expect((await server.sql.query('SELECT status FROM invoice WHERE id = $1', [invoice.id])).rows).toEqual([{ status: 'VOID' }]);
  });

  it('is the customer’s own and ADMIN’s, needs a reason, and no card number in it', async () => {
    const { contract } = await subscribeWith(server, 'cus_own');
    expect(codesOf(await cancel(contract.id, customer('cus_other')))).toEqual(['NOT_FOUND']);
    expect(codesOf(await cancel('con_none', staff('ADMIN')))).toEqual(['NOT_FOUND']);
    for (const reason of ['', '  ', 'x'.repeat(501)]) expect(codesOf(await cancel(contract.id, customer('cus_own'), reason))).toEqual(['INVALID_INPUT']);
    expect(codesOf(await cancel(contract.id, customer('cus_own'), 'card 4111 1111 1111 1111 is lost'))).toEqual(['CARD_NUMBER_REFUSED']);
    expect((await cancel(contract.id, staff('ADMIN'))).contract.status).toBe('CANCELLED');
  });

  it('of 10 at once, one cancels', async () => {
    const { contract } = await subscribeWith(server, 'cus_ten');
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(contract.id, customer('cus_ten'))));
    expect(answers.flatMap(codesOf)).toEqual(Array(9).fill('ALREADY_CANCELLED'));
  });
});

describe('entitlement', () => {
  const ENTITLED = `query ($c: ID!, $p: ID!, $at: DateTime) { entitlement(customerId: $c, productId: $p, at: $at) { covered reason responseTarget contract { id plan { name } } } }`;
  const entitled = async (caller: typeof ana, c: string, p: string, at?: string) => (await server.ask(caller, ENTITLED, { c, p, at })).data.entitlement;

  it('says whether and why', async () => {
    const { contract, invoice } = await subscribeWith(server, 'cus_ent');
    const me = customer('cus_ent');
    expect(await entitled(me, 'cus_ent', 'prd_000011')).toEqual({ covered: true, reason: 'COVERED', responseTarget: expect.stringMatching(/^PT\d+H$/), contract: { id: contract.id, plan: { name: 'Basic' } } });
    expect(await entitled(me, 'cus_ent', 'prd_000060')).toEqual({ covered: false, reason: 'PRODUCT_NOT_COVERED', responseTarget: null, contract: null });
    expect(await entitled(me, 'cus_ent', 'prd_000011', '2020-01-01T00:00:00Z')).toMatchObject({ reason: 'NO_CONTRACT' });
    await server.ask(me, CANCEL, { input: { contractId: contract.id, reason: 'over' } });
    expect(await entitled(me, 'cus_ent', 'prd_000011', `${invoice.period.end}T23:59:59Z`)).toMatchObject({ covered: true });
    expect(await entitled(me, 'cus_ent', 'prd_000011', '2999-01-01T00:00:00Z')).toMatchObject({ covered: false, reason: 'CONTRACT_ENDED' });
  });

  it('says unpaid, to those who may ask, and nothing about others', async () => {
    await subscribeWith(server, 'cus_debt', 'tok_visa_declined');
    for (const role of ['OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM'] as const) expect(await entitled(staff(role), 'cus_debt', 'prd_000011')).toMatchObject({ covered: false, reason: 'CONTRACT_UNPAID' });
    expect(await entitled(ana, 'cus_debt', 'prd_000011')).toBeNull();
  });
});

describe('financialReport', () => {
  const REPORT = `query ($from: DateTime!, $to: DateTime!) { financialReport(from: $from, to: $to) {
    monthlyRecurringRevenue { amountMinor currency } invoiced { amountMinor } paid { amountMinor } outstanding { amountMinor } } }`;
  const HOUR = 3_600_000;

  it('agrees with the ledger', async () => {
    const interval = { from: new Date(Date.now() - HOUR).toISOString(), to: new Date(Date.now() + HOUR).toISOString() };
    const { data } = await server.ask(staff('MANAGER'), REPORT, interval);
    const ledger = await ledgerOf(server);
    expect(data.financialReport).toMatchObject({
      invoiced: { amountMinor: -ledger['REVENUE']! }, paid: { amountMinor: ledger['CASH'] }, outstanding: { amountMinor: ledger['RECEIVABLE'] }, monthlyRecurringRevenue: { currency: 'EUR' },
    });
    expect(data.financialReport.monthlyRecurringRevenue.amountMinor).toBeGreaterThan(499);
  });

  it.each([['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'], ['2024-01-01T00:00:00Z', '2026-01-01T00:00:00Z']])('refuses %s to %s', async (from, to) => {
    expect(codeOf(await server.ask(staff('MANAGER'), REPORT, { from, to }))).toBe('BAD_USER_INPUT');
  });
});

describe('who may not', () => {
  const some = { ADD: { input: { pspToken: 'tok_visa_ok', idempotencyKey: 'key-12345678' } }, CANCEL: { input: { contractId: 'con_1', reason: 'x' } } };
  const SUBSCRIBE = `mutation { subscribeToPlan(input: { planId: "plan_000001", paymentMethodId: "pm_1", productIds: ["prd_000011"], idempotencyKey: "key-12345678" }) { userErrors { code } } }`;
  const REPORT = '{ financialReport(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { paid { amountMinor } } }';
  const ENTITLED = '{ entitlement(customerId: "cus_ana", productId: "prd_000011") { covered } }';
  const operations: [string, string, Record<string, unknown>, string[]][] = [
    ['addPaymentMethod', ADD, some.ADD, ['OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM']],
    ['subscribeToPlan', SUBSCRIBE, {}, ['OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM']],
    ['cancelContract', CANCEL, some.CANCEL, ['OPERATIVE', 'EXPERT', 'MANAGER', 'SYSTEM']],
    ['runBilling', RUN, { period: '2026-01-01' }, ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'SYSTEM']],
    ['financialReport', REPORT, {}, ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'SYSTEM']],
    ['entitlement', ENTITLED, {}, ['EXPERT']],
  ];

  it.each(operations)('%s is refused to every other role', async (_, query, variables, roles) => {
    expect(codeOf(await server.ask(anonymous, query, variables))).toBe('UNAUTHENTICATED');
    for (const role of roles) expect(codeOf(await server.ask(staff(role as 'ADMIN'), query, variables))).toBe('FORBIDDEN');
  });
});
