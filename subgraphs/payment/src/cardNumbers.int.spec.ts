import { pino } from 'pino';
import { holdsCardNumber } from '@sysops-squad/chassis/cardNumbers/cardNumbers';
import { customer, paymentServer, staff, type PaymentServer } from './testing/paymentServer.ts';
import { ADD, CANCEL, newKey, RUN, SUBSCRIBE, subscribeWith } from './testing/requests.ts';

const CARDS = ['4111111111111111', '5500 0000 0000 0004', '3782-822463-10005', '6304000000000000000'];
const log: string[] = [];
let server: PaymentServer;
beforeAll(async () => {
  server = await paymentServer({}, pino({ level: 'trace' }, { write: (line: string) => log.push(line) }));
});
afterAll(() => server.stop());

/** Every row of every table as text, of the provider's fake as well. */
async function everyRow(): Promise<string[]> {
  const { rows: tables } = await server.sql.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
  );
  const rows = await Promise.all(tables.map(async ({ name }) => (await server.sql.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`)).rows));
  return rows.flat().map(({ text }) => text);
}

it('no card number reaches a table or the log, whatever field it is sent in', async () => {
  const { contract } = await subscribeWith(server, 'cus_real');
  for (const card of CARDS) {
    const me = customer('cus_real');
    const idempotencyKey = newKey();
    await server.ask(me, ADD, { input: { pspToken: card, idempotencyKey } });
    await server.ask(me, ADD, { input: { pspToken: `tok_${card}`, idempotencyKey } });
    await server.ask(me, ADD, { input: { pspToken: 'tok_visa_ok', idempotencyKey: `key-${card}` } });
    for (const field of ['planId', 'paymentMethodId', 'idempotencyKey']) {
      const input = { planId: 'plan_000001', paymentMethodId: 'pm_1', productIds: ['prd_000011'], idempotencyKey, [field]: card };
      await server.ask(me, SUBSCRIBE, { input });
      await server.ask(me, SUBSCRIBE, { input: { ...input, productIds: [card] } });
    }
    await server.ask(me, CANCEL, { input: { contractId: contract.id, reason: `my card is ${card}.` } });
    await server.ask(me, CANCEL, { input: { contractId: card, reason: 'x' } });
    await server.ask(staff('ADMIN'), RUN, { period: card });
    await server.ask(me, `{ entitlement(customerId: "${card}", productId: "${card}") { covered } }`);
  }
  const rows = await everyRow();
  expect(rows.length).toBeGreaterThan(150);
  expect(rows.filter(holdsCardNumber)).toEqual([]);
  expect(log.filter((line) => CARDS.some((card) => line.includes(card)))).toEqual([]);
});
