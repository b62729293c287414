import { aCustomer, as, confirm, customerInstance, proven, type CustomerInstance } from './testing/customerInstance.ts';

let instance: CustomerInstance;
beforeAll(async () => {
  instance = await customerInstance();
});
afterAll(() => instance.stop());

const at = (minute: number) => new Date(Date.UTC(2026, 11, 1, 12, minute));
const importDocument = 'mutation ($input: ImportCustomersInput!) { importCustomers(input: $input) { results { outcome customer { id } } } }';

async function imported(email: string, externalId = email): Promise<string> {
  const rows = [{ externalId, name: 'Imported', email }];
  const { data } = await instance.ask<{ importCustomers: { results: { customer: { id: string } }[] } }>(importDocument, { input: { source: 'desk', rows } }, as('ADMIN'));
  return data!.importCustomers.results[0]!.customer.id;
}
const row = async (id: string) =>
  (await instance.sql.query<{ email: string; verified: Date | null; status: string; claimed_by: string | null }>('SELECT email, email_verified_at AS verified, status, claimed_by FROM customer WHERE id = $1', [id])).rows[0]!;
const holders = async (email: string) => (await instance.sql.query<{ id: string }>('SELECT id FROM customer WHERE email = $1 AND email_verified_at IS NOT NULL', [email])).rows.map(({ id }) => id);

describe('an e-mail address', () => {
  it('is proven once, however often it is told', async () => {
    const id = await aCustomer(instance, 'anna');
    const first = await proven(instance, id, 'Anna@Example.org', at(1));
    expect(first).toEqual({ customer: { id, email: 'anna@example.org', emailVerifiedAt: at(1).toISOString() }, userErrors: [] });
    expect(await proven(instance, id, 'anna@example.org', at(1))).toEqual(first);
  });

  it('is not proven for another account, nor for a customer who is not there', async () => {
    const id = await aCustomer(instance, 'berta');
    for (const input of [{ customerId: id, accountId: 'usr_other' }, { customerId: 'cus_none', accountId: 'usr_other' }]) {
      expect(await confirm(instance, { ...input, email: 'berta@example.org', provenAt: at(1) })).toEqual({ customer: null, userErrors: [{ code: 'NOT_FOUND', field: 'customerId' }] });
    }
    expect((await row(id)).verified).toBeNull();
  });

  it.each(['in order', 'the other way round', 'at once'])('belongs to who proved it last: %s', async (order) => {
    const name = `same-${order.length}`;
    const [first, second] = [await aCustomer(instance, name, { idempotencyKey: `${name} first` }), await aCustomer(instance, name, { idempotencyKey: `${name} second` })];
    const email = `${name}@example.org`;
    const tell = [() => proven(instance, first, email, at(1)), () => proven(instance, second, email, at(2))];
    if (order === 'at once') await Promise.all(tell.map((one) => one()));
    else for (const one of order === 'in order' ? tell : tell.toReversed()) await one();
    expect(await holders(email)).toEqual([second]);
    await proven(instance, first, email, at(1));
    expect(await holders(email)).toEqual([second]);
  });

  it('is changed by a newer proof, and never back by an older one', async () => {
    const id = await aCustomer(instance, 'clara');
    await proven(instance, id, 'new-clara@example.org', at(5));
    await proven(instance, id, 'clara@example.org', at(3));
    expect(await row(id)).toMatchObject({ email: 'new-clara@example.org', verified: at(5) });
  });
});

describe('a record of another desk', () => {
  it('is not merged with an account whose address is not proven', async () => {
    const id = await aCustomer(instance, 'dora');
    expect(await imported('dora@example.org')).not.toBe(id);
  });

  it('is claimed by the proof, and imports find the customer from then on', async () => {
    const record = await imported('emma@example.org', 'E-1');
    const id = await aCustomer(instance, 'emma');
    expect(await row(record)).toMatchObject({ status: 'ACTIVE', claimed_by: null });
    await proven(instance, id, 'emma@example.org');
    expect(await row(record)).toMatchObject({ status: 'CLAIMED', claimed_by: id });
    expect([await imported('emma@example.org', 'E-1'), await imported('emma@example.org', 'E-2')]).toEqual([id, id]);
  });

  it.each(['before', 'after'] as const)('gives its tickets and addresses to the customer, also when the ticket context is silent %s doing it', async (when) => {
    const email = `greta-${when}@example.org`;
    const record = await imported(email);
    await instance.sql.query(`INSERT INTO address (id, customer_id, position, line1, city, postcode, country, created_at) VALUES ($1, $2, 1, 'a', 'b', '10115', 'DE', now())`, [`adr_${when}`, record]);
    for (const n of [1, 2, 3]) instance.tickets.owners.set(`tic_${when}_${n}`, record);
    const id = await aCustomer(instance, `greta-${when}`);
    await proven(instance, id, email);
    instance.tickets.silentOnce(when);
    const settle = instance.customer.application.settleClaims;
    await settle();
    expect(await settle()).toBe(0);
    await instance.sql.query(`UPDATE claim SET next_at = now() - interval '1 second' WHERE completed_at IS NULL`);
    expect(await settle()).toBe(1);
    expect([...instance.tickets.owners].filter(([ticketId]) => ticketId.startsWith(`tic_${when}`)).map(([, owner]) => owner)).toEqual([id, id, id]);
    const { rows } = await instance.sql.query('SELECT id, position FROM address WHERE customer_id = $1 ORDER BY position', [id]);
    expect(rows).toEqual([{ id: expect.any(String), position: 1 }, { id: `adr_${when}`, position: 2 }]);
    await instance.sql.query('UPDATE claim SET next_at = now()');
    expect(await settle()).toBe(0);
  });

  it('is claimed once when proof, imports and other proofs come at once', async () => {
    const name = 'frida';
    const record = await imported(`${name}@example.org`, 'F-0');
    const ids = await Promise.all([1, 2, 3].map((n) => aCustomer(instance, name, { idempotencyKey: `${name} number ${n}` })));
    await Promise.all([...ids.map((id, n) => proven(instance, id, `${name}@example.org`, at(n))), ...[1, 2, 3].map((n) => imported(`${name}@example.org`, `F-${n}`))]);
    expect(await holders(`${name}@example.org`)).toEqual([ids[2]]);
    expect(ids).toContain((await row(record)).claimed_by);
    expect((await instance.sql.query(`SELECT 1 FROM customer WHERE email = '${name}@example.org' AND account_id IS NULL AND status <> 'CLAIMED'`)).rowCount).toBe(0);
  });
});
