import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

/** What auth and customer have taken over, and what comes back when they are taken off supergraph.yaml. */
let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

const password = 'sysops-squad-demo';
const login = async (email: string, secret = password) =>
  (await ask('nobody', 'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken accessTokenExpiresAt refreshToken } user { id email roles active } userErrors { code message } } }', { input: { email, password: secret } })).data.login;
const refresh = async (refreshToken: string) =>
  (await ask('nobody', 'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken } userErrors { code } } }', { input: { refreshToken } })).data.refreshSession;
const verify = async (token: string) => {
  const keys = (await (await fetch(new URL('/.well-known/jwks.json', legacy.url))).json()) as JSONWebKeySet;
  return jwtVerify(token, createLocalJWKSet(keys), { issuer: 'sysops-squad/legacy', audience: 'sysops-squad', typ: 'at+jwt' });
};

describe('login', () => {
  it('gives a token that the keys of this subgraph verify, with everything that the router wants', async () => {
    const { session, user, userErrors } = await login('Expert@sysops.example');
    expect(userErrors).toEqual([]);
    expect(user).toEqual({ id: 'usr_000003', email: 'expert@sysops.example', roles: ['EXPERT'], active: true });
    const { payload } = await verify(session.accessToken);
    expect(payload).toMatchObject({ sub: 'usr_000003', roles: ['EXPERT'], expertId: 'exp_000001', sid: expect.stringMatching(/^ses_/) });
    expect(payload['customerId']).toBeUndefined();
    expect(payload.exp! - payload.iat!).toBe(300);
    expect(new Date(session.accessTokenExpiresAt).getTime()).toBe(payload.exp! * 1_000);
    const customer = await verify((await login('customer@sysops.example')).session.accessToken);
    expect(customer.payload).toMatchObject({ sub: 'usr_000001', roles: ['CUSTOMER'], customerId: 'cus_000001' });
  });

  it('says the same of a wrong password and an unknown address', async () => {
    const [wrong, unknown] = [await login('manager@sysops.example', 'not the password'), await login('nobody@sysops.example')];
    expect(wrong).toEqual(unknown);
    expect(wrong).toMatchObject({ session: null, user: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
  });

  it('stops counting passwords after ten', async () => {
    for (let n = 0; n < 10; n += 1) await login('operative@sysops.example', `guess ${n}`);
    expect((await login('operative@sysops.example')).userErrors).toEqual([{ code: 'TOO_MANY_ATTEMPTS', message: expect.stringMatching(/in \d+ seconds/) }]);
    expect((await login('admin@sysops.example')).userErrors).toEqual([]);
  });

  it('publishes no private key', async () => {
    const { keys } = (await (await fetch(new URL('/.well-known/jwks.json', legacy.url))).json()) as JSONWebKeySet;
    expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' }]);
  });
});

describe('refreshSession', () => {
  it('keeps the session, until the account is deactivated', async () => {
    const { session } = await login('manager@sysops.example');
    const next = await refresh(session.refreshToken);
    const [before, after] = [await verify(session.accessToken), await verify(next.session.accessToken)];
    expect(after.payload).toMatchObject({ sub: 'usr_000004', roles: ['MANAGER'], sid: before.payload['sid'] });
    await legacy.rest('PATCH', 'sysops_user/usr_000004', { active: false });
    expect(await refresh(next.session.refreshToken)).toEqual({ session: null, userErrors: [{ code: 'INVALID_REFRESH_TOKEN' }] });
    await legacy.rest('PATCH', 'sysops_user/usr_000004', { active: true });
  });

  it('takes no access token and nothing forged', async () => {
    const { session } = await login('customer@sysops.example');
    for (const token of [session.accessToken, 'nonsense', `${session.refreshToken}x`]) expect((await refresh(token)).userErrors).toEqual([{ code: 'INVALID_REFRESH_TOKEN' }]);
  });
});

describe('logout', () => {
  it('says honestly that it cannot', async () => {
    expect((await ask('customer', 'mutation { logout { userErrors { code } } }')).data.logout.userErrors).toEqual([{ code: 'UNSUPPORTED_BY_MONOLITH' }]);
    expect(codesOf(await ask('nobody', 'mutation { logout { userErrors { code } } }'))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('me', () => {
  it('is the account with its customer or expert', async () => {
    const query = '{ me { id email roles active createdAt customer { id name } expert { id name } } }';
    expect((await ask('customer', query)).data.me).toMatchObject({ id: 'usr_000001', email: 'customer@sysops.example', roles: ['CUSTOMER'], customer: { id: 'cus_000001', name: 'Carla Custer' }, expert: null });
    expect((await ask('expert', query)).data.me).toMatchObject({ id: 'usr_000003', customer: null, expert: { id: 'exp_000001' } });
    expect(codesOf(await ask('nobody', query))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('users', () => {
  it('are shown to an ADMIN', async () => {
    const { data, errors } = await ask('admin', '{ users(role: MANAGER, first: 2) { edges { node { id email roles } } pageInfo { hasNextPage } } found: users(search: "operative@") { edges { node { id } } } }');
    expect(errors).toBeUndefined();
    expect(data.users.edges).toHaveLength(2);
    expect(data.users.pageInfo.hasNextPage).toBe(true);
    expect(data.found.edges).toEqual([{ node: { id: 'usr_000002' } }]);
  });

  it('are shown to nobody else, nor is the account of somebody else', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'system'] as const) expect(codesOf(await ask(caller, '{ users { edges { cursor } } }'))).toEqual(['FORBIDDEN']);
    const reference = '{ _entities(representations: [{ __typename: "User", id: "usr_000005" }]) { ... on User { email } } }';
    expect(codesOf(await ask('manager', reference))).toEqual(['FORBIDDEN']);
    expect((await ask('admin', reference)).data._entities).toEqual([{ email: 'admin@sysops.example' }]);
  });
});

describe('registerCustomer', () => {
  const mutation = 'mutation ($input: RegisterCustomerInput!) { registerCustomer(input: $input) { customer { id name email addresses { id line1 } notificationPreferences { channel quietHours { start } } } userErrors { code field } } }';
  const input = { name: 'Rita Register', email: 'Rita@customers.example', password: 'long enough', address: { line1: 'Weg 1', city: 'Berlin', postcode: '10115' }, notificationChannel: 'SMS', idempotencyKey: 'register-rita' };
  const register = async (change = {}) => (await ask('nobody', mutation, { input: { ...input, ...change } })).data.registerCustomer;

  it('makes customer and account, who can sign in', async () => {
    const { customer, userErrors } = await register();
    expect(userErrors).toEqual([]);
    expect(customer).toMatchObject({ name: 'Rita Register', email: 'rita@customers.example', notificationPreferences: { channel: 'SMS', quietHours: null } });
    expect(customer.addresses).toEqual([{ id: customer.id.replace('cus_', 'adr_'), line1: 'Weg 1' }]);
    const { payload } = await verify((await login('rita@customers.example', 'long enough')).session.accessToken);
    expect(payload).toMatchObject({ roles: ['CUSTOMER'], customerId: customer.id });
    expect(await register()).toEqual({ customer: null, userErrors: [{ code: 'EMAIL_TAKEN', field: 'email' }] });
  });

  it.each([
    ['INVALID_EMAIL', 'email', { email: 'rita' }],
    ['WEAK_PASSWORD', 'password', { password: 'short' }],
    ['INVALID_INPUT', 'name', { name: ' ' }],
    ['INVALID_INPUT', 'address.postcode', { address: { ...input.address, postcode: '1' } }],
    ['UNSUPPORTED_BY_MONOLITH', 'address.line2', { address: { ...input.address, line2: 'c/o' } }],
  ])('refuses with %s at %s', async (code, field, change) => {
    expect(await register({ email: 'other@customers.example', ...change })).toEqual({ customer: null, userErrors: [{ code, field }] });
  });
});

describe('a customer', () => {
  const whole = 'id name email phone createdAt addresses { id line1 city postcode country } notificationPreferences { channel quietHours { start end timeZone } }';

  it('is seen whole by themselves and staff, in part by an expert, and not at all by another customer', async () => {
    const query = (id: string, fields = whole) => `{ customer(id: "${id}") { ${fields} } }`;
    for (const caller of ['customer', 'operative', 'manager', 'admin', 'system'] as const) expect((await ask(caller, query('cus_000001'))).errors).toBeUndefined();
    expect((await ask('customer', query('cus_000002'))).data.customer).toBeNull();
    expect(codesOf(await ask('expert', query('cus_000001', 'id')))).toEqual(['FORBIDDEN']);
    const reference = (fields: string) => `{ _entities(representations: [{ __typename: "Customer", id: "cus_000002" }]) { ... on Customer { ${fields} } } }`;
    expect((await ask('expert', reference('name phone notificationPreferences { channel }'))).errors).toBeUndefined();
    for (const field of ['email', 'addresses { id }', 'createdAt', 'notificationPreferences { quietHours { start } }', 'tickets { totalCount }', 'contracts { edges { cursor } }'])
      expect([field, codesOf(await ask('expert', reference(field)))]).toEqual([field, ['FORBIDDEN']]);
    expect(codesOf(await ask('customer', reference('name')))).toEqual(['FORBIDDEN']);
  });

  it('is found by staff, by name', async () => {
    const { data } = await ask('operative', '{ customers(search: "carla custer") { edges { node { id } } } }');
    expect(data.customers.edges).toEqual([{ node: { id: 'cus_000001' } }]);
    for (const caller of ['customer', 'expert'] as const) expect(codesOf(await ask(caller, '{ customers { edges { cursor } } }'))).toEqual(['FORBIDDEN']);
  });

  it('has an address that other subgraphs can refer to', async () => {
    const reference = '{ _entities(representations: [{ __typename: "Address", id: "adr_000001" }]) { ... on Address { id line1 city postcode country } } }';
    expect((await ask('expert', reference)).data._entities).toEqual([{ id: 'adr_000001', line1: 'Lindenweg 1', city: 'Berlin', postcode: '10115', country: 'DE' }]);
    expect(codesOf(await legacy.ask({ ...callers.customer, customerId: 'cus_000002' }, reference))).toEqual(['FORBIDDEN']);
  });

  it('changes name, phone and notifications, and cannot add an address', async () => {
    const profile = await ask('customer', 'mutation { updateProfile(input: { name: "Carla C.", phone: "+49301234567" }) { customer { name phone } userErrors { code } } }');
    expect(profile.data.updateProfile).toEqual({ customer: { name: 'Carla C.', phone: '+49301234567' }, userErrors: [] });
    const wrong = await ask('customer', 'mutation { updateProfile(input: { phone: "none" }) { userErrors { code field } } }');
    expect(wrong.data.updateProfile.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'phone' }]);
    const change = (input: string) =>
      ask('customer', `mutation { updateNotificationPreferences(input: ${input}) { customer { notificationPreferences { channel quietHours { start end timeZone } } } userErrors { code field } } }`);
    const quietHours = { start: '22:00', end: '06:30', timeZone: 'Europe/Berlin' };
    const set = await change('{ channel: SMS, quietHours: { start: "22:00", end: "06:30", timeZone: "Europe/Berlin" } }');
    expect(set.data.updateNotificationPreferences).toEqual({ customer: { notificationPreferences: { channel: 'SMS', quietHours } }, userErrors: [] });
    expect((await change('{ channel: EMAIL }')).data.updateNotificationPreferences.customer.notificationPreferences).toEqual({ channel: 'EMAIL', quietHours });
    expect((await change('{ quietHours: null }')).data.updateNotificationPreferences.customer.notificationPreferences).toEqual({ channel: 'EMAIL', quietHours: null });
    expect((await change('{ quietHours: { start: "9", end: "10:00", timeZone: "Mars" } }')).data.updateNotificationPreferences.userErrors).toEqual([
      { code: 'INVALID_INPUT', field: 'quietHours.start' }, { code: 'INVALID_INPUT', field: 'quietHours.timeZone' },
    ]);
    const address = 'mutation { addAddress(input: { line1: "Weg 2", city: "Berlin", postcode: "10117" }) { address { id } userErrors { code } } }';
    expect((await ask('customer', address)).data.addAddress).toEqual({ address: null, userErrors: [{ code: 'UNSUPPORTED_BY_MONOLITH' }] });
    for (const caller of ['operative', 'expert', 'manager', 'admin', 'system'] as const) expect(codesOf(await ask(caller, address))).toEqual(['FORBIDDEN']);
  });
});
