import { signWebhook } from './psp/webhookSignature.ts';
import { customer, eventually, paymentServer, WEBHOOK_SECRET, type PaymentServer } from './testing/paymentServer.ts';
import { CANCEL, codesOf, ledgerOf, newKey, paymentMethodOf, subscribe, subscribeWith } from './testing/requests.ts';

const OLD_SECRET = 'the-webhook-secret-before';
let server: PaymentServer;
beforeAll(async () => {
  server = await paymentServer({ PSP_WEBHOOK_SECRET: [WEBHOOK_SECRET, OLD_SECRET] });
});
afterAll(() => server.stop());

const chargesOf = async (customerId: string) =>
  (await server.sql.query<{ id: string; status: string; token: string }>(
    `SELECT f.id, f.status, f.token FROM fake_psp.payment f JOIN payment p ON p.id = f.id JOIN invoice i ON i.id = p.invoice_id WHERE i.customer_id = $1`, [customerId],
  )).rows;
const contractStatus = async (id: string) => (await server.sql.query<{ status: string }>('SELECT status FROM contract WHERE id = $1', [id])).rows[0]!.status;
const owedBy = async (customerId: string) =>
  (await server.sql.query<{ owed: number }>('SELECT coalesce(sum(amount_minor), 0)::int AS owed FROM ledger_entry WHERE customer_id = $1', [customerId])).rows[0]!.owed;

describe('a provider that falls silent', () => {
  it.each(['tok_timeout_after_success', 'tok_timeout_after_authorise'])('is asked, and charges once: %s', async (token) => {
    const customerId = `cus_${token}`;
    expect(await subscribeWith(server, customerId, token)).toMatchObject({ contract: { status: 'ACTIVE' }, invoice: { status: 'PAID' }, userErrors: [] });
    expect(await chargesOf(customerId)).toMatchObject([{ status: 'CAPTURED' }]);
    expect(await owedBy(customerId)).toBe(0);
  });

  it('leaves the outcome open when it never answers, repeats nothing else, and settles when it is back', async () => {
    const wish = { paymentMethodId: await paymentMethodOf(server, 'cus_away', 'tok_unreachable'), idempotencyKey: newKey() };
    const first = await subscribe(server, 'cus_away', wish);
    expect(first).toMatchObject({ contract: { status: 'PENDING_PAYMENT' }, invoice: { status: 'OPEN', payments: [{ status: 'PENDING' }] }, userErrors: [{ code: 'TRY_AGAIN' }] });
    const repeated = await subscribe(server, 'cus_away', wish);
    expect(repeated.contract.id).toBe(first.contract.id);
    expect(codesOf(await subscribe(server, 'cus_away', { ...wish, idempotencyKey: newKey() }))).toEqual(['TRY_AGAIN']);
    expect(await chargesOf('cus_away')).toEqual([]);
    await server.sql.query(`UPDATE payment_method SET psp_token = 'tok_visa_reachable' WHERE id = $1`, [wish.paymentMethodId]);
    await eventually(async () => ((await contractStatus(first.contract.id)) === 'ACTIVE' ? true : undefined));
    expect(await chargesOf('cus_away')).toMatchObject([{ id: first.invoice.payments[0].id, status: 'CAPTURED' }]);
    expect(await subscribe(server, 'cus_away', wish)).toMatchObject({ contract: { id: first.contract.id, status: 'ACTIVE' }, userErrors: [] });
  });

  it('is asked after a crash between the charge and its being written down', async () => {
    const { contract, invoice } = await subscribeWith(server, 'cus_crash', 'tok_unreachable');
    const [payment] = invoice.payments;
    await server.sql.query(`UPDATE payment_method SET psp_token = 'tok_visa_ok' WHERE customer_id = 'cus_crash'`);
    await server.sql.query(`INSERT INTO fake_psp.payment VALUES ($1, 'psp_crash', 'tok_visa_ok', 499, 'EUR', 'CAPTURED', NULL, NULL, now())`, [payment.id]);
    await server.restart();
    await eventually(async () => ((await contractStatus(contract.id)) === 'ACTIVE' ? true : undefined));
    expect((await server.sql.query('SELECT psp_reference FROM payment WHERE id = $1', [payment.id])).rows).toEqual([{ psp_reference: 'psp_crash' }]);
    expect(await chargesOf('cus_crash')).toHaveLength(1);
  });

  it('gives money back that arrives for a contract cancelled meanwhile', async () => {
    const { contract, invoice } = await subscribeWith(server, 'cus_regret', 'tok_unreachable');
    const { data } = await server.ask(customer('cus_regret'), CANCEL, { input: { contractId: contract.id, reason: 'changed my mind' } });
    expect(data.cancelContract.contract.status).toBe('ENDED');
    await server.sql.query(`UPDATE payment_method SET psp_token = 'tok_visa_late' WHERE customer_id = 'cus_regret'`);
    await eventually(async () => ((await server.sql.query(`SELECT FROM refund WHERE payment_id = $1 AND status = 'SUCCEEDED'`, [invoice.payments[0].id])).rowCount ? true : undefined));
    expect(await chargesOf('cus_regret')).toMatchObject([{ status: 'REFUNDED' }]);
    expect(await owedBy('cus_regret')).toBe(0);
    expect(await contractStatus(contract.id)).toBe('ENDED');
  });
});

describe('webhooks', () => {
  const postEvent = async (event: unknown, { secret = WEBHOOK_SECRET, at = new Date(), body = JSON.stringify(event) } = {}) => {
    const signature = signWebhook(secret, Buffer.from(JSON.stringify(event)), at);
    return (await fetch(new URL('/webhooks/psp', server.url), { method: 'POST', headers: { 'psp-signature': signature }, body })).status;
  };
  const anEvent = (more: object = {}) => ({ id: `evt_${newKey()}`, type: 'payment.captured', paymentId: 'pay_000001', ...more });

  it('arrive several times and settle once', async () => {
    const { contract } = await subscribeWith(server, 'cus_dup', 'tok_duplicate_webhook');
    const [charge] = await chargesOf('cus_dup');
    await eventually(async () => ((await server.sql.query(`SELECT FROM fake_psp.event WHERE payment_id = $1 AND deliveries = 0`, [charge!.id])).rowCount ? true : undefined));
    const { rows } = await server.sql.query('SELECT processed_at FROM webhook_event WHERE payment_id = $1', [charge!.id]);
    expect(rows).toEqual([{ processed_at: expect.any(Date) }]);
    expect((await server.sql.query('SELECT FROM ledger_transaction WHERE id = $1', [`PAID:${charge!.id}`])).rowCount).toBe(1);
    expect(await contractStatus(contract.id)).toBe('ACTIVE');
    expect(await owedBy('cus_dup')).toBe(0);
  });

  it('settle what nobody has asked about yet, from the provider’s state and not from what they say', async () => {
    const { contract, invoice } = await subscribeWith(server, 'cus_news', 'tok_unreachable');
    const [payment] = invoice.payments;
    await server.sql.query(`UPDATE payment SET ask_at = now() + interval '1 day' WHERE id = $1`, [payment.id]);
    await server.sql.query(`INSERT INTO fake_psp.payment VALUES ($1, 'psp_news', 'tok_unreachable', 499, 'EUR', 'DECLINED', 'CARD_DECLINED', NULL, now())`, [payment.id]);
    expect(await postEvent(anEvent({ paymentId: payment.id }))).toBe(200);
    expect((await server.sql.query('SELECT status, decline_code FROM payment WHERE id = $1', [payment.id])).rows).toEqual([{ status: 'DECLINED', decline_code: 'CARD_DECLINED' }]);
    expect(await contractStatus(contract.id)).toBe('PENDING_PAYMENT');
  });

  it('are taken with either secret while they are rotated', async () => {
    expect(await postEvent(anEvent())).toBe(200);
    expect(await postEvent(anEvent(), { secret: OLD_SECRET })).toBe(200);
  });

  it('are taken whatever digits their ids have: the provider signed them', async () => {
    for (const id of ['evt_4111111111111111', 'evt_1796088108877']) expect(await postEvent(anEvent({ id, paymentId: 'pay_digits' }))).toBe(200);
  });

  it('are refused when forged, old, changed, malformed or too large, and leave no trace', async () => {
    const paymentId = 'pay_refused';
    const event = (more: object = {}) => anEvent({ paymentId, ...more });
    expect(await postEvent(event(), { secret: 'a-secret-that-is-not-ours' })).toBe(401);
    expect(await postEvent(event(), { at: new Date(Date.now() - 301_000) })).toBe(401);
    expect(await postEvent(event(), { body: JSON.stringify(event()) })).toBe(401);
    expect(await postEvent(event({ id: 1 }))).toBe(400);
    expect(await postEvent(event({ note: 'x'.repeat(70_000) }))).toBe(413);
    expect((await server.sql.query('SELECT FROM webhook_event WHERE payment_id = $1', [paymentId])).rowCount).toBe(0);
  });

  it('of one event arriving ten times at once are handled as one', async () => {
    const event = anEvent();
    expect(await Promise.all(Array.from({ length: 10 }, () => postEvent(event)))).toEqual(Array(10).fill(200));
    expect((await server.sql.query('SELECT FROM webhook_event WHERE id = $1', [event.id])).rowCount).toBe(1);
  });
});

it('the books balance after all of it', async () => {
  const sums = Object.values(await ledgerOf(server));
  expect(sums.reduce((sum, amount) => sum + amount, 0)).toBe(0);
  const { rows } = await server.sql.query(`
    SELECT (SELECT coalesce(sum(total_minor), 0)::int FROM invoice WHERE status = 'OPEN') AS open,
      (SELECT coalesce(sum(amount_minor), 0)::int FROM ledger_entry WHERE account = 'RECEIVABLE') AS receivable`);
  expect(rows[0].receivable).toBe(rows[0].open);
});
