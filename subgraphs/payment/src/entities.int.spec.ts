import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { customer, paymentServer, staff, type PaymentServer } from './testing/paymentServer.ts';
import { subscribeWith } from './testing/requests.ts';

let server: PaymentServer;
const made: Record<string, { contract: { id: string }; invoice: { id: string } }> = {};
beforeAll(async () => {
  // No recovery in between: statements are counted.
  server = await paymentServer({ RECOVERY_INTERVAL_MS: 600_000 });
  for (const id of ['cus_a', 'cus_b', 'cus_c']) {
    made[id] = await subscribeWith(server, id);
    await subscribeWith(server, id, 'tok_amex_ok', { productIds: ['prd_000020'] });
  }
});
afterAll(() => server.stop());

const entities = (selection: string) => `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`;
const refs = (type: string, ids: string[]) => ({ r: ids.map((id) => ({ __typename: type, id })) });
const get = (caller: Caller, type: string, ids: string[], selection: string) => server.ask(caller, entities(`... on ${type} { ${selection} }`), refs(type, ids));

const ACCOUNT = `id
  contracts(first: 1) { edges { cursor node { id status plan { name } coveredProducts { id } customer { id } } } pageInfo { hasNextPage endCursor } }
  invoices(first: 10) { edges { node { id number status total { amountMinor } payments { status } } } }
  paymentMethods { id brand last4 }`;

describe('a customer’s contracts, invoices and payment methods', () => {
  it('are the customer’s and MANAGER’s and ADMIN’s', async () => {
    for (const caller of [customer('cus_a'), staff('MANAGER'), staff('ADMIN')]) {
      const { data, errors } = await get(caller, 'Customer', ['cus_a'], ACCOUNT);
      expect(errors).toBeUndefined();
      expect(data._entities[0]).toMatchObject({
        id: 'cus_a',
        contracts: { edges: [{ node: { status: 'ACTIVE', coveredProducts: [{ id: 'prd_000020' }], customer: { id: 'cus_a' } } }], pageInfo: { hasNextPage: true } },
        invoices: { edges: [{ node: { payments: [{ status: 'SUCCEEDED' }] } }, {}] },
        paymentMethods: [{ brand: 'AMEX' }, { brand: 'VISA' }],
      });
    }
  });

  it('come page by page, newest first', async () => {
    const page = async (after: string) =>
      (await get(customer('cus_a'), 'Customer', ['cus_a'], `contracts(first: 1${after}) { edges { node { id } } pageInfo { hasNextPage endCursor } }`)).data._entities[0].contracts;
    const first = await page('');
    const second = await page(`, after: "${first.pageInfo.endCursor}"`);
    const seen = [...first.edges, ...second.edges].map(({ node }: { node: { id: string } }) => node.id);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe(made['cus_a']!.contract.id);
    expect((await get(customer('cus_a'), 'Customer', ['cus_a'], 'contracts(first: 101) { edges { cursor } }')).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('of others are null', async () => {
    const { data, errors } = await get(customer('cus_b'), 'Customer', ['cus_a'], ACCOUNT);
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([{ id: 'cus_a', contracts: null, invoices: null, paymentMethods: null }]);
  });

  it('an OPERATIVE sees contracts, and no money', async () => {
    const { data, errors } = await get(staff('OPERATIVE'), 'Customer', ['cus_a'], ACCOUNT);
    expect(data._entities[0].contracts.edges).toHaveLength(1);
    expect(data._entities[0]).toMatchObject({ invoices: null, paymentMethods: null });
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it.each([['EXPERT', staff('EXPERT'), 'FORBIDDEN'], ['nobody', anonymous, 'UNAUTHENTICATED']])('%s sees nothing', async (_, caller, code) => {
    const { data, errors } = await get(caller, 'Customer', ['cus_a'], ACCOUNT);
    expect(data._entities).toEqual([{ id: 'cus_a', contracts: null, invoices: null, paymentMethods: null }]);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual([code, code, code]);
  });
});

describe('by reference', () => {
  const contractOf = (id: string) => made[id]!.contract.id;

  it('a contract shows an EXPERT its id and plan, and refuses the rest', async () => {
    const seen = await get(staff('EXPERT'), 'Contract', [contractOf('cus_a')], 'id plan { id name responseTarget }');
    expect(seen).toEqual({ data: { _entities: [{ id: contractOf('cus_a'), plan: { id: 'plan_000001', name: 'Basic', responseTarget: expect.any(String) } }] } });
    const refused = await get(staff('EXPERT'), 'Contract', [contractOf('cus_a')], 'status startsAt endsAt coveredProducts { id } customer { id }');
    expect(refused.data._entities).toEqual([{ status: null, startsAt: null, endsAt: null, coveredProducts: null, customer: null }]);
    expect(refused.errors!.map(({ extensions }) => extensions.code)).toEqual(Array(5).fill('FORBIDDEN'));
  });

  it('what is another customer’s, or nobody’s, is null', async () => {
    const contracts = await get(customer('cus_a'), 'Contract', [contractOf('cus_a'), contractOf('cus_b'), 'con_none'], 'id status');
    expect(contracts.data._entities).toEqual([{ id: contractOf('cus_a'), status: 'ACTIVE' }, null, null]);
    const invoices = await get(customer('cus_a'), 'Invoice', [made['cus_a']!.invoice.id, made['cus_b']!.invoice.id, 'inv_none'], 'id status');
    expect(invoices.data._entities).toEqual([{ id: made['cus_a']!.invoice.id, status: 'PAID' }, null, null]);
  });

  it.each(['OPERATIVE', 'EXPERT', 'SYSTEM'] as const)('an invoice is refused to %s, whether there is one or not', async (role) => {
    const { data, errors } = await get(staff(role), 'Invoice', [made['cus_a']!.invoice.id, 'inv_none'], 'id number total { amountMinor }');
    expect(data._entities).toEqual([null, null]);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('nothing is shown to nobody', async () => {
    for (const [type, id] of [['Contract', contractOf('cus_a')], ['Invoice', made['cus_a']!.invoice.id]] as const) {
      const { data, errors } = await get(anonymous, type, [id], 'id');
      expect(data._entities).toEqual([null]);
      expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});

describe('one statement per type and request', () => {
  const sent = (ids: string[]) => server.statementsDuring(() => get(staff('ADMIN'), 'Customer', ids, ACCOUNT));

  it('whatever the number of keys', async () => {
    const statements = await sent(['cus_a', 'cus_b', 'cus_c']);
    expect(statements.toSorted()).toEqual((await sent(['cus_a'])).toSorted());
    expect(statements).toHaveLength(5);
  });

  it('and for references as well', async () => {
    const ids = Object.values(made).map(({ contract }) => contract.id);
    const statements = await server.statementsDuring(() => get(staff('ADMIN'), 'Contract', ids, 'id plan { id name }'));
    expect(statements).toHaveLength(2);
  });
});
