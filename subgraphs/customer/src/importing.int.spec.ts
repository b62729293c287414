import { as, aCustomer, customerInstance, proven, type CustomerInstance } from './testing/customerInstance.ts';

let instance: CustomerInstance;
beforeAll(async () => {
  instance = await customerInstance();
});
afterAll(() => instance.stop());

type Result = { externalId: string; outcome: string; reason: string | null; customer: { id: string } | null };
const document = 'mutation ($input: ImportCustomersInput!) { importCustomers(input: $input) { results { externalId outcome reason customer { id email } } userErrors { code } } }';
const send = (rows: object[], source = 'desk.csv') => instance.ask<{ importCustomers: { results: Result[] } }>(document, { input: { source, rows } }, as('ADMIN'));
const bring = async (rows: object[], source?: string) => (await send(rows, source)).data!.importCustomers.results;
const row = (n: number, email = `import-${n}@example.org`) => ({ externalId: `T-${n}`, name: `Person ${n}`, email });
const count = async () => (await instance.sql.query<{ n: number }>('SELECT count(*)::int AS n FROM customer')).rows[0]!.n;

describe('importing customers', () => {
  it('makes each one once, however often it is repeated', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => row(n));
    const first = await bring(rows);
    expect(new Set(first.map(({ outcome }) => outcome))).toEqual(new Set(['CREATED']));
    const again = await bring(rows);
    expect(again).toEqual(first.map((result) => ({ ...result, outcome: 'EXISTED' })));
    expect(await bring([row(1)], 'another desk')).toMatchObject([{ outcome: 'EXISTED', customer: first[1]!.customer }]);
    expect(await count()).toBe(100);
    expect(instance.accounts.calls).toEqual([]);
  });

  it('finds customers that registered once they have proven their address', async () => {
    const id = await aCustomer(instance, 'anna');
    await proven(instance, id, 'anna@example.org');
    expect(await bring([row(500, 'ANNA@example.org')])).toMatchObject([{ outcome: 'EXISTED', customer: { id } }]);
  });

  it('goes on after a bad row', async () => {
    expect(await bring([{ ...row(600), name: ' ' }, row(601)])).toMatchObject([{ externalId: 'T-600', outcome: 'REFUSED', customer: null, reason: '`name` must have 1 to 200 characters.' }, { outcome: 'CREATED' }]);
  });

  it('makes each one once when ten imports come at once', async () => {
    const before = await count();
    const rows = Array.from({ length: 20 }, (_, n) => row(700 + n));
    const answers = await Promise.all(Array.from({ length: 10 }, () => bring(rows)));
    expect(answers.flat().filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(20);
    expect((await count()) - before).toBe(20);
  });

  it.each([
    [[], 'desk'],
    [Array.from({ length: 101 }, (_, n) => row(n)), 'desk'],
    [[row(1)], ' '],
  ])('refuses too few, too many, or no name (%#)', async (rows, source) => {
    expect((await send(rows, source)).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });
});
