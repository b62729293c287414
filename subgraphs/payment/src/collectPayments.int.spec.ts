import { createLogger } from '@sysops-squad/chassis/logger';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { createApplication } from './application.ts';
import { newId } from './newId.ts';
import { createFakePsp } from './psp/fake/fakePsp.ts';
import { PspSilent, type PspPort } from './psp/port.ts';
import { leasePayments } from './storage/payments.ts';
import { openStorage, type Storage } from './storage/storage.ts';

let database: TestDatabase;
let storage: Storage;
let calls: string[];
let now: Date;
beforeEach(async () => {
  database = await testDatabase('payment');
  storage = openStorage(database.url);
  [calls, now] = [[], new Date('2026-11-22T12:00:00Z')];
});
afterEach(async () => {
  await storage.close();
  await database.drop();
});

type Call = Exclude<keyof PspPort, 'lookUpToken'>;
/** Lets the call through and then loses its answer, or loses the call itself. */
type Faults = Partial<Record<Call, ('ANSWER_LOST' | 'CALL_LOST')[]>>;

function application(faults: Faults = {}) {
  const fake = createFakePsp(storage.pool, () => now);
  const wrap = <Name extends Call>(name: Name) => (async (argument: never) => {
    calls.push(name);
    const fault = faults[name]?.shift();
    if (fault === 'CALL_LOST') throw new PspSilent('lost');
    const answer = await (fake[name] as (given: never) => Promise<unknown>)(argument);
    if (fault === 'ANSWER_LOST') throw new PspSilent('lost');
    return answer;
  }) as unknown as PspPort[Name];
  const psp: PspPort = { lookUpToken: fake.lookUpToken, authorise: wrap('authorise'), capture: wrap('capture'), refund: wrap('refund'), fetch: wrap('fetch') };
  return createApplication({ storage, psp, clock: () => now, newId, logger: createLogger('payment') }, { parallelCharges: 2, answerWithinMs: 20_000 });
}

async function subscribe(parts: ReturnType<typeof application>) {
  const method = await parts.addPaymentMethod({ customerId: 'cus_1', pspToken: 'tok_visa_ok', idempotencyKey: 'key-method' });
  if (!('id' in method)) throw new Error('refused');
  return parts.subscribeToPlan({ customerId: 'cus_1', planId: 'plan_000001', paymentMethodId: method.id, productIds: ['prd_000011'], idempotencyKey: 'key-subscribe' });
}

it.each<[string, Faults, string[], string]>([
  ['nothing', {}, ['authorise', 'capture'], 'ACTIVE'],
  ['the answer to authorise', { authorise: ['ANSWER_LOST'] }, ['authorise', 'fetch', 'capture'], 'ACTIVE'],
  ['the answer to capture', { capture: ['ANSWER_LOST'] }, ['authorise', 'capture', 'fetch'], 'ACTIVE'],
  ['the call itself: sent again only after asking', { authorise: ['CALL_LOST'] }, ['authorise', 'fetch', 'authorise', 'capture'], 'ACTIVE'],
  ['the answer, and the question too: nothing more is sent', { authorise: ['ANSWER_LOST'], fetch: ['CALL_LOST'] }, ['authorise', 'fetch'], 'PENDING_PAYMENT'],
])('when this is lost: %s', async (_, faults, expected, status) => {
  expect((await subscribe(application(faults))).contract!.status).toBe(status);
  expect(calls).toEqual(expected);
});

it('ten requests at once lead to one conversation with the provider', async () => {
  const parts = application();
  await Promise.all(Array.from({ length: 10 }, () => subscribe(parts)));
  expect(calls).toEqual(['authorise', 'capture']);
});

it('recovery asks before it does anything, not before it is time, and ever more rarely', async () => {
  const parts = application({ authorise: ['ANSWER_LOST'], fetch: ['CALL_LOST', 'CALL_LOST', 'CALL_LOST'] });
  await subscribe(parts);
  calls = [];
  const wait = async (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
    return parts.recoverPayments();
  };
  expect(await wait(999)).toBe(0);
  expect(await wait(1)).toBe(1);
  expect(calls).toEqual(['fetch', 'fetch']);
  expect([await wait(1_999), await wait(1)]).toEqual([0, 1]);
  expect(calls).toEqual(['fetch', 'fetch', 'fetch', 'capture']);
  expect(await wait(3_600_000)).toBe(0);
  expect(await storage.pool.query('SELECT status FROM contract')).toMatchObject({ rows: [{ status: 'ACTIVE' }] });
});

it('of all who take a payment up at once, one holds it, until its lease is over', async () => {
  const { invoice } = await subscribe(application({ authorise: ['ANSWER_LOST'], fetch: ['CALL_LOST'] }));
  const { rows } = await storage.pool.query<{ id: string }>('SELECT id FROM payment WHERE invoice_id = $1', [invoice!.id]);
  const lease = (at: Date) => leasePayments(storage.db, [rows[0]!.id], at);
  expect((await Promise.all(Array.from({ length: 8 }, () => lease(now)))).flat()).toMatchObject([{ sentBefore: true }]);
  expect(await lease(new Date(now.getTime() + 20_000))).toEqual([]);
  expect(await lease(new Date(now.getTime() + 20_001))).toHaveLength(1);
});

it('takes a payment up again whose holder died, once its lease is over', async () => {
  await subscribe(application({ authorise: ['ANSWER_LOST'], fetch: ['CALL_LOST'] }));
  await storage.pool.query('UPDATE payment SET leased_until = $1, ask_at = $2', [new Date(now.getTime() + 20_000), now]);
  const parts = application();
  expect(await parts.recoverPayments()).toBe(0);
  now = new Date(now.getTime() + 20_001);
  expect(await parts.recoverPayments()).toBe(1);
});

it('a refund whose answer is lost is sent again under the same id, and booked once', async () => {
  const parts = application({ authorise: ['CALL_LOST'], fetch: ['CALL_LOST'], refund: ['ANSWER_LOST'] });
  const { contract } = await subscribe(parts);
  await parts.cancelContract({ contractId: contract!.id, reason: 'regret', ownerId: 'cus_1' });
  for (const seconds of [2, 60, 60]) {
    now = new Date(now.getTime() + seconds * 1_000);
    await parts.recoverPayments();
  }
  expect(calls.filter((call) => call === 'refund')).toHaveLength(2);
  const { rows } = await storage.pool.query(`SELECT kind, count(*)::int AS n FROM ledger_transaction GROUP BY kind ORDER BY kind`);
  expect(rows).toEqual(['ISSUED', 'PAID', 'REFUNDED', 'VOIDED'].map((kind) => ({ kind, n: 1 })));
});
