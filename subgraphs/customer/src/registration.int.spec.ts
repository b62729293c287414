import { setTimeout as pause } from 'node:timers/promises';
import type { RegistrationState } from './domain/registration.ts';
import type { Parts } from './parts.ts';
import { aCustomer, aRegistration, as, customerInstance, proven, register, type CustomerInstance } from './testing/customerInstance.ts';

let time: Date;
let stopAt: RegistrationState | null;
let stopped: { release: () => void; reached: Promise<void> };
let instance: CustomerInstance;
/** The process that dies; the other one lives on. */
let victim: CustomerInstance['customer'];

/** Hangs for ever, as a killed process does, until somebody releases it, as nobody releases a killed process. */
const beforeStep: Parts['beforeStep'] = async (state) => {
  if (state !== stopAt) return;
  stopAt = null;
  await new Promise<void>((release) => {
    stopped.release = release;
    reach();
  });
};
let reach = () => undefined as void;

beforeAll(async () => {
  instance = await customerInstance({ now: () => time, beforeStep });
  victim = await instance.another();
});
beforeEach(() => {
  time = new Date('2026-11-22T13:00:00Z');
  stopAt = null;
});
afterAll(async () => {
  await victim.stop();
  await instance.stop();
});

const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1_000));
const recover = () => instance.customer.application.recoverRegistrations();
const found = async (name: string) =>
  (await instance.ask<{ customers: { edges: unknown[] } }>('query ($search: String) { customers(search: $search) { edges { node { id } } } }', { search: `${name}@example.org` }, as('OPERATIVE'))).data!.customers.edges.length;
const rows = async (table: string, name: string) => (await instance.sql.query(`SELECT 1 FROM ${table} WHERE ${table === 'customer' ? 'email' : `profile ->> 'email'`} = $1`, [`${name}@example.org`])).rowCount;
const code = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors[0]?.code;

/** Starts a registration and gets it to that state, where it dies. */
async function killBefore(state: RegistrationState, name: string) {
  const reached = new Promise<void>((resolve) => (reach = resolve));
  stopped = { release: () => undefined, reached };
  stopAt = state;
  const answer = victim.application.registerCustomer(aRegistration(name));
  await Promise.race([reached, answer.then((early) => Promise.reject(new Error(JSON.stringify(early))))]);
  return { answer, release: stopped.release };
}

describe('registering', () => {
  it('makes account and profile', async () => {
    const { customer, userErrors } = await register(instance, aRegistration('anna'));
    expect([customer, userErrors]).toEqual([{ id: expect.stringMatching(/^cus_/), name: 'anna Muster', email: 'anna@example.org' }, []]);
    expect(instance.accounts.statusOf('anna@example.org')).toBe('ACTIVE');
    const { rows: [stored] } = await instance.sql.query('SELECT c.phone, c.status, a.line1, a.country, r.profile, r.state FROM customer c JOIN address a ON a.customer_id = c.id JOIN registration r ON r.customer_id = c.id WHERE c.id = $1', [customer!.id]);
    expect(stored).toEqual({ phone: '+4930123456', status: 'ACTIVE', line1: 'Hauptstr. 1', country: 'DE', profile: null, state: 'COMPLETED' });
  });

  it('gives the same answer to the same key, and refuses another request', async () => {
    const first = await register(instance, aRegistration('berta'));
    const callsBefore = instance.accounts.calls.length;
    expect(await register(instance, aRegistration('berta'))).toEqual(first);
    for (const other of [{ name: 'Other' }, { password: 'another password' }, { address: { line1: 'x', city: 'y', postcode: '20095' } }]) {
      expect(await register(instance, aRegistration('berta', other))).toMatchObject({ customer: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' }] });
    }
    expect(instance.accounts.calls.length).toBe(callsBefore);
  });

  it('makes one customer of 50 simultaneous requests with one key', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => register(instance, aRegistration('clara'))));
    const [first] = answers;
    expect(first!.customer?.id).toMatch(/^cus_/);
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await found('clara')).toBe(1);
    expect(instance.accounts.calls.filter((call) => call === 'provision')).toHaveLength(3);
  });

  it('makes one customer of simultaneous requests to four instances', async () => {
    const others = await Promise.all([instance.another(), instance.another(), instance.another()]);
    const applications = [instance.customer, ...others].map(({ application }) => application);
    const provisioned = instance.accounts.calls.filter((call) => call === 'provision').length;
    const answers = await Promise.all(applications.flatMap(({ registerCustomer }) => [registerCustomer(aRegistration('klara')), registerCustomer(aRegistration('klara'))]));
    expect(answers[0]!.customer?.email).toBe('klara@example.org');
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect([await found('klara'), instance.accounts.calls.filter((call) => call === 'provision').length - provisioned]).toEqual([1, 1]);
    await Promise.all(others.map((other) => other.stop()));
  });

  it('answers the same for an address that a customer has proven as for one that is new', async () => {
    const taken = await aCustomer(instance, 'dora');
    await proven(instance, taken, 'dora@example.org');
    const answers = await Promise.all(['dora', 'new-dora'].map((name) => register(instance, aRegistration(name, { idempotencyKey: `again ${name}` }))));
    for (const answer of answers) expect(answer).toEqual({ customer: { id: expect.stringMatching(/^cus_/), name: expect.any(String), email: expect.any(String) }, userErrors: [] });
    expect(answers[0]!.customer!.id).not.toBe(taken);
    const { rows: [second] } = await instance.sql.query('SELECT email_verified_at, status FROM customer WHERE id = $1', [answers[0]!.customer!.id]);
    expect(second).toEqual({ email_verified_at: null, status: 'ACTIVE' });
  });

  it('refuses what is wrong without using the key up', async () => {
    const key = { idempotencyKey: 'the second frida' };
    expect(code(await register(instance, aRegistration('frida', { ...key, password: 'short' })))).toBe('WEAK_PASSWORD');
    expect((await register(instance, aRegistration('frida', key))).customer).not.toBeNull();
  });

  it('stores nothing that the password could be guessed from quickly', async () => {
    const { rows: all } = await instance.sql.query<{ request_hash: string }>('SELECT * FROM registration');
    expect(JSON.stringify(all)).not.toContain('apfelbaum');
    const salts = all.map(({ request_hash }) => request_hash.split('$')[4]);
    expect(new Set(salts).size).toBe(salts.length);
  });
});

describe('when the router fails', () => {
  it.each(['provision', 'activate'] as const)('before %s: nothing is visible, and the same request succeeds later', async (call) => {
    const name = `fails-${call}`;
    instance.accounts.failOnce(call, 'before');
    expect(code(await register(instance, aRegistration(name)))).toBe('TRY_AGAIN');
    expect([await found(name), instance.accounts.statusOf(`${name}@example.org`)]).toEqual([0, call === 'activate' ? 'PROVISIONED' : null]);
    expect((await register(instance, aRegistration(name))).customer).not.toBeNull();
    expect(await found(name)).toBe(1);
  });

  it.each(['provision', 'activate'] as const)('losing the answer of %s: the same request succeeds later', async (call) => {
    const name = `lost-${call}`;
    instance.accounts.failOnce(call, 'after');
    expect(code(await register(instance, aRegistration(name)))).toBe('TRY_AGAIN');
    expect(await found(name)).toBe(0);
    expect((await register(instance, aRegistration(name))).customer).not.toBeNull();
  });

  it('takes an account back that nobody comes back for, once the router answers', async () => {
    instance.accounts.failOnce('provision', 'after');
    await register(instance, aRegistration('gone'));
    later(59);
    expect(await recover()).toBe(0);
    later(2);
    instance.accounts.failOnce('abandon', 'before');
    expect(await recover()).toBe(1);
    expect(instance.accounts.statusOf('gone@example.org')).toBe('PROVISIONED');
    await recover();
    expect([instance.accounts.statusOf('gone@example.org'), await rows('registration', 'gone'), await rows('customer', 'gone')]).toEqual([null, 0, 0]);
    expect((await register(instance, aRegistration('gone'))).customer).not.toBeNull();
  });
});

describe('an unfinished registration', () => {
  it('is seen by nobody, by whatever way', async () => {
    await killBefore('COMPLETED', 'unseen');
    const { rows: [ids] } = await instance.sql.query<{ id: string; account: string; address: string }>(
      `SELECT c.id, c.account_id AS account, a.id AS address FROM customer c JOIN address a ON a.customer_id = c.id WHERE email = 'unseen@example.org'`);
    const representations = [{ __typename: 'Customer', id: ids!.id }, { __typename: 'Address', id: ids!.address }, { __typename: 'User', id: ids!.account }];
    const document = 'query ($id: ID!, $representations: [_Any!]!) { customer(id: $id) { id } _entities(representations: $representations) { ... on Customer { id } ... on Address { id } ... on User { customer { id } } } }';
    expect(await instance.ask(document, { id: ids!.id, representations }, as('ADMIN'))).toEqual({ data: { customer: null, _entities: [null, null, { customer: null }] } });
    later(31);
    await recover();
    expect(await found('unseen')).toBe(1);
  });
});

describe('after a crash', () => {
  it.each([
    ['STARTED', 'taken back'],
    ['PROVISIONED', 'finished'],
    ['PROFILED', 'finished'],
    ['COMPLETED', 'finished'],
  ] as const)('before the step that follows %s, the registration is %s', async (state, end) => {
    const name = `crash-${state.toLowerCase()}`;
    await killBefore(state, name);
    expect(await found(name)).toBe(0);
    expect(await recover()).toBe(0);
    later(31 + 60);
    expect(await recover()).toBe(1);
    expect(await found(name)).toBe(end === 'finished' ? 1 : 0);
    expect(instance.accounts.statusOf(`${name}@example.org`)).toBe(end === 'finished' ? 'ACTIVE' : null);
    expect(await rows('registration', name)).toBe(0);
    const again = await register(instance, aRegistration(name));
    expect(again.customer).not.toBeNull();
    expect(await found(name)).toBe(1);
  });

  it.each(['STARTED', 'PROVISIONED', 'PROFILED', 'COMPLETED'] as const)('a client that comes back before %s is left finishes it itself', async (state) => {
    const name = `back-${state.toLowerCase()}`;
    await killBefore(state, name);
    later(31);
    expect((await register(instance, aRegistration(name))).customer).not.toBeNull();
    expect(await found(name)).toBe(1);
    expect(await recover()).toBe(0);
  });

  it.each(['STARTED', 'PROVISIONED', 'PROFILED', 'COMPLETED'] as const)('a process that was only asleep at %s changes nothing when it wakes', async (state) => {
    const name = `asleep-${state.toLowerCase()}`;
    const sleeper = await killBefore(state, name);
    later(31 + 60);
    await recover();
    const before = [await found(name), instance.accounts.statusOf(`${name}@example.org`)];
    sleeper.release();
    // Auth refuses the late first half of what was taken back; for the rest the lease is lost.
    await sleeper.answer.then((answer) => expect(code(answer)).toBe('TRY_AGAIN'), (error: Error) => expect(error.message).toContain('ABANDONED'));
    expect([await found(name), instance.accounts.statusOf(`${name}@example.org`)]).toEqual(before);
    expect((await register(instance, aRegistration(name))).customer).not.toBeNull();
  });

  it('two recoveries at once do not meet', async () => {
    for (const name of ['pair-a', 'pair-b', 'pair-c']) await killBefore('PROVISIONED', name);
    later(31);
    const counts = await Promise.all([recover(), recover(), recover()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    for (const name of ['pair-a', 'pair-b', 'pair-c']) expect(await found(name)).toBe(1);
  });

  it('an e-mail that an import brings meanwhile is another record until its owner proves it', async () => {
    await killBefore('PROVISIONED', 'late');
    const rows = [{ externalId: '1', name: 'Imported', email: 'late@example.org' }];
    await instance.ask('mutation ($input: ImportCustomersInput!) { importCustomers(input: $input) { results { outcome } } }', { input: { source: 'desk', rows } }, as('ADMIN'));
    later(31);
    await recover();
    expect([await found('late'), instance.accounts.statusOf('late@example.org')]).toEqual([2, 'ACTIVE']);
  });

  it('runs by itself in the process', async () => {
    const own = await customerInstance({ now: () => new Date(), ...{ recoverEveryMs: 20 } } as Partial<Parts>);
    await own.sql.query(`
      INSERT INTO registration VALUES ('left behind', '$argon2id$', 'PROVISIONED', 'usr_left', 'cus_left',
        '{"name":"Left","email":"left@example.org","phone":null,"channel":"EMAIL","addressId":"adr_left","address":{"line1":"a","line2":null,"city":"b","postcode":"10115","country":"DE"}}',
        'nobody', now() - interval '1 second', now())`);
    await own.accounts.port.provision({ accountId: 'usr_left', customerId: 'cus_left', email: 'left@example.org', password: '' });
    while ((await own.sql.query(`SELECT 1 FROM customer WHERE id = 'cus_left' AND status = 'ACTIVE'`)).rowCount === 0) await pause(10);
    expect(own.accounts.statusOf('left@example.org')).toBe('ACTIVE');
    await own.stop();
  });
});

test('one network registers so many accounts an hour; an equal key is answered all the same', async () => {
  const fresh = await customerInstance();
  const from = (clientAddress: string) => (n: number) => fresh.customer.application.registerCustomer(aRegistration(`wave${n}`), clientAddress);
  await fresh.customer.application.registerCustomer(aRegistration('first'));
  await fresh.sql.query(`INSERT INTO registration (key, request_hash, state, account_id, customer_id, lease, leased_until, created_at, network)
    SELECT 'earlier ' || n, (SELECT request_hash FROM registration), 'COMPLETED', 'usr_e' || n, 'cus_e' || n, '', now(), now() - interval '10 minutes', '2001:db8:1:2::/64' FROM generate_series(1, 58) n`);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(from('2001:db8:1:2:aaaa::7')));
  expect(answers.filter(({ customer }) => customer)).toHaveLength(2);
  expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(Array(3).fill('TOO_MANY_REGISTRATIONS'));
  const made = answers.findIndex(({ customer }) => customer) + 1;
  expect((await from('2001:db8:1:2::1')(made)).customer).not.toBeNull();
  expect((await from('2001:db8:1:3::1')(9)).customer).not.toBeNull();
  await fresh.stop();
});
