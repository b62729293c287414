import { anonymous, type Caller, type Role } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { aCustomer, as, asCustomer, asExpert, customerInstance, type Answer, type CustomerInstance } from './testing/customerInstance.ts';

let instance: CustomerInstance;
let anna: string;
let berta: string;
beforeAll(async () => {
  instance = await customerInstance();
  anna = await aCustomer(instance, 'anna');
  berta = await aCustomer(instance, 'berta', { address: { line1: 'Elbchaussee 2', city: 'Hamburg', postcode: '22765' }, phone: null });
});
afterAll(() => instance.stop());

const codeOf = ({ errors }: Answer<unknown>) => errors?.[0]?.extensions.code;
type Errors = { userErrors: { code: string; field: string | null }[] };

describe('a customer changes', () => {
  const profile = async (input: object, caller = asCustomer(anna)) =>
    (await instance.ask<{ updateProfile: Errors & { customer: object | null } }>('mutation UpdateProfile($input: UpdateProfileInput!) { updateProfile(input: $input) { customer { id name phone } userErrors { code message field } } }', { input }, caller)).data!.updateProfile;

  it('name and phone', async () => {
    expect(await profile({ name: ' Anna Neu ' })).toEqual({ customer: { id: anna, name: 'Anna Neu', phone: '+4930123456' }, userErrors: [] });
    expect(await profile({ phone: '030 555 555' })).toMatchObject({ customer: { name: 'Anna Neu', phone: '+4930555555' } });
    expect(await profile({ name: '', phone: 'x' })).toMatchObject({ customer: null, userErrors: [{ code: 'INVALID_INPUT', field: 'name' }, { field: 'phone' }] });
    expect(await profile({ name: 'X' }, asCustomer('cus_none'))).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
  });

  it('addresses, up to 20, also at once', async () => {
    const clara = await aCustomer(instance, 'clara');
    const add = async (input: object) =>
      (await instance.ask<{ addAddress: Errors & { address: { id: string } | null } }>('mutation AddAddress($input: AddAddressInput!) { addAddress(input: $input) { address { id line1 city postcode country } userErrors { code message field } } }', { input }, asCustomer(clara))).data!.addAddress;
    expect(await add({ line1: 'Am Markt 3', city: 'Bremen', postcode: '28195' })).toMatchObject({ address: { id: expect.stringMatching(/^adr_/), line1: 'Am Markt 3', country: 'DE' }, userErrors: [] });
    expect(await add({ line1: 'Am Markt 3', city: 'Bremen', postcode: '281' })).toMatchObject({ address: null, userErrors: [{ code: 'INVALID_INPUT', field: 'postcode' }] });
    const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => add({ line1: `Weg ${n}`, city: 'Bremen', postcode: '28195' })));
    expect(answers.filter(({ address }) => address)).toHaveLength(18);
    expect(new Set(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))).toEqual(new Set(['TOO_MANY_ADDRESSES']));
    const { data } = await instance.ask<{ customer: { addresses: { line1: string }[] } }>('query ($id: ID!) { customer(id: $id) { addresses { line1 } } }', { id: clara }, asCustomer(clara));
    expect(data!.customer.addresses.slice(0, 2).map(({ line1 }) => line1)).toEqual(['Hauptstr. 1', 'Am Markt 3']);
    expect(data!.customer.addresses).toHaveLength(20);
  });

  it('notification preferences', async () => {
    const set = async (input: object, caller = asCustomer(anna)) =>
      (await instance.ask<{ answer: Errors & { customer: object | null } }>('mutation UpdateNotificationPreferences($input: UpdateNotificationPreferencesInput!) { answer: updateNotificationPreferences(input: $input) { customer { id notificationPreferences { channel quietHours { start end timeZone } } } userErrors { code message field } } }', { input }, caller)).data!.answer;
    const quietHours = { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin' };
    expect(await set({ channel: 'SMS', quietHours })).toEqual({ customer: { id: anna, notificationPreferences: { channel: 'SMS', quietHours } }, userErrors: [] });
    expect(await set({})).toMatchObject({ customer: { notificationPreferences: { channel: 'SMS', quietHours } } });
    expect(await set({ quietHours: null })).toMatchObject({ customer: { notificationPreferences: { channel: 'SMS', quietHours: null } } });
    expect(await set({ channel: 'SMS' }, asCustomer(berta))).toMatchObject({ customer: null, userErrors: [{ code: 'INVALID_INPUT', field: 'channel' }] });
  });
});

describe('searching', () => {
  type Page = { customers: { edges: { node: { id: string; name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  const search = async (variables: object) => {
    const answer = await instance.ask<Page>('query ($search: String, $first: Int = 100, $after: String) { customers(search: $search, first: $first, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } } }', variables, as('OPERATIVE'));
    return answer.data?.customers ?? codeOf(answer);
  };
  const ids = async (text: string) => ((await search({ search: text })) as Page['customers']).edges.map(({ node }) => node.id);

  it.each(['BERTA', 'berta@example', 'hamburg', '22765', ' elb'.trim()])('finds by %s', async (text) => {
    expect(await ids(text)).toEqual(text === 'elb' ? [] : [berta]);
  });
  it('finds by phone', async () => expect([await ids('030555'), await ids('+49 30 555'), await ids('030 555')]).toEqual([[anna], [anna], [anna]]));
  it.each(['%%', '__', 'nobody'])('finds nothing by %s', async (text) => expect(await ids(text)).toEqual([]));
  it('does not find across two fields', async () => expect(await ids('hamburg\n22765')).toEqual([berta]));

  it('pages by name', async () => {
    await Promise.all(['list-b', 'list-a', 'list-c'].map((name) => aCustomer(instance, name, { name: 'Same Name' })));
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = (await search({ first: 2, after })) as Page['customers'];
      seen.push(...page.edges.map(({ node }) => node.id));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    const { rows } = await instance.sql.query<{ id: string }>('SELECT id FROM customer ORDER BY name, id');
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it.each([{ search: 'a' }, { search: 'x'.repeat(101) }, { first: 0 }, { first: 101 }, { after: 'nonsense' }])('refuses %j', async (variables) => {
    expect(await search(variables)).toBe('BAD_USER_INPUT');
  });

  it('uses the trigram indexes', async () => {
    const client = await instance.sql.connect();
    await client.query('SET enable_seqscan = off');
    for (const [table, index] of [['customer', 'customer_search'], ['address', 'address_search']]) {
      const { rows } = await client.query(`EXPLAIN SELECT 1 FROM ${table} WHERE search_text LIKE '%hamburg%'`);
      expect(JSON.stringify(rows)).toContain(index);
    }
    client.release(true);
  });
});

describe('what a caller sees', () => {
  const fields = 'id name phone email createdAt notificationPreferences { channel } addresses { id city customerId }';
  type Shown = Record<string, unknown> & { addresses: { id: string }[] };
  const query = (id: string, caller: Caller) => instance.ask<{ customer: Shown | null }>(`query ($id: ID!) { customer(id: $id) { ${fields} } }`, { id }, caller);
  const entity = (typename: string, id: string, selection: string, caller: Caller) =>
    instance.ask<{ _entities: [Record<string, unknown> | null] }>(`query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${typename} { ${selection} } } }`, { representations: [{ __typename: typename, id }] }, caller);

  it.each([['OPERATIVE'], ['MANAGER'], ['ADMIN'], ['SYSTEM']] as [Role][])('%s sees everything', async (role) => {
    for (const answer of [(await query(anna, as(role))).data!.customer, (await entity('Customer', anna, fields, as(role))).data!._entities[0]])
      expect(answer).toMatchObject({ id: anna, email: 'anna@example.org', addresses: [{ city: 'Berlin', customerId: anna }] });
  });

  it('customers see themselves, and nobody else is there', async () => {
    expect((await query(anna, asCustomer(anna))).data!.customer).toMatchObject({ email: 'anna@example.org' });
    const stranger = await query(berta, asCustomer(anna));
    expect(stranger).toEqual({ data: { customer: null } });
    expect(await query('cus_none', asCustomer(anna))).toEqual(stranger);
    expect(await entity('Customer', berta, fields, asCustomer(anna))).toEqual(await entity('Customer', 'cus_none', fields, asCustomer(anna)));
  });

  it('an expert who is to come sees contact data, and FORBIDDEN for each other field', async () => {
    instance.contacts.state.customers.set('exp_1', [anna]);
    const { data, errors } = await entity('Customer', anna, fields, asExpert());
    expect(data!._entities[0]).toEqual({ id: anna, name: 'Anna Neu', phone: '+4930555555', notificationPreferences: { channel: 'SMS' }, email: null, createdAt: null, addresses: null });
    expect(errors!.map(({ path, extensions }) => [path!.at(-1), extensions.code]).sort()).toEqual([['addresses', 'FORBIDDEN'], ['createdAt', 'FORBIDDEN'], ['email', 'FORBIDDEN']]);
    expect(codeOf(await query(anna, as('EXPERT')))).toBe('FORBIDDEN');
  });

  it('an address is shown to whom it concerns', async () => {
    const [address] = (await query(anna, as('OPERATIVE'))).data!.customer!.addresses;
    const see = async (caller: Caller) => entity('Address', address!.id, 'line1 city customerId', caller);
    for (const caller of [asCustomer(anna), as('SYSTEM'), as('OPERATIVE')]) expect((await see(caller)).data!._entities).toEqual([{ line1: 'Hauptstr. 1', city: 'Berlin', customerId: anna }]);
    instance.contacts.state.addresses.set('exp_7', [address!.id]);
    const expert = await see(asExpert('exp_7'));
    expect([expert.data!._entities, codeOf(expert)]).toEqual([[{ line1: 'Hauptstr. 1', city: 'Berlin', customerId: null }], 'FORBIDDEN']);
    for (const caller of [asCustomer(berta), asExpert('exp_8'), as('EXPERT'), anonymous]) expect(await see(caller)).toEqual({ data: { _entities: [null] } });
  });

  it("an account's customer is told to the account and to those who see all", async () => {
    const { rows } = await instance.sql.query<{ account_id: string }>('SELECT account_id FROM customer WHERE id = $1', [anna]);
    const account = rows[0]!.account_id;
    const see = async (caller: Caller) => (await entity('User', account, 'customer { id email }', caller)).data!._entities[0];
    const whole = { customer: { id: anna, email: 'anna@example.org' } };
    for (const caller of [asCustomer(anna, account), as('ADMIN'), as('OPERATIVE')]) expect(await see(caller)).toEqual(whole);
    for (const caller of [asCustomer(berta), callerWith('EXPERT'), anonymous]) expect(await see(caller)).toEqual({ customer: null });
  });

  it('costs one statement per type and request', async () => {
    const keys = [anna, berta, 'cus_none', anna];
    const representations = [...keys.map((id) => ({ __typename: 'Customer', id })), ...['usr_1', 'usr_2'].map((id) => ({ __typename: 'User', id }))];
    instance.statements.length = 0;
    await instance.ask('query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { name addresses { city } } ... on User { customer { name } } } }', { representations }, as('MANAGER'));
    const selects = instance.statements.filter((sql) => /^SELECT/i.test(sql));
    expect(selects).toHaveLength(3);
  });
});

describe('wrong roles', () => {
  const everybody: Role[] = ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM'];
  const operations: [string, Role[]][] = [
    ['{ customer(id: "cus_1") { id } }', ['CUSTOMER', 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM']],
    ['{ customers { edges { node { id } } } }', ['OPERATIVE', 'MANAGER', 'ADMIN']],
    ['mutation { updateProfile(input: {}) { userErrors { code } } }', ['CUSTOMER']],
    ['mutation { addAddress(input: { line1: "a", city: "b", postcode: "10115" }) { userErrors { code } } }', ['CUSTOMER']],
    ['mutation { updateNotificationPreferences(input: {}) { userErrors { code } } }', ['CUSTOMER']],
    ['mutation { importCustomers(input: { source: "x", rows: [{ externalId: "1", name: "n", email: "x@example.org" }] }) { userErrors { code } } }', ['ADMIN']],
  ];
  it.each(operations)('%s', async (query, allowed) => {
    for (const role of everybody) expect([role, codeOf(await instance.ask(query, {}, as(role)))]).toEqual([role, allowed.includes(role) ? undefined : 'FORBIDDEN']);
    expect(codeOf(await instance.ask(query))).toBe('UNAUTHENTICATED');
  });
});
