import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash, verify } from '@node-rs/argon2';
import { anonymous, type Caller, type Role } from '@sysops-squad/chassis/caller';
import { createLogger } from '@sysops-squad/chassis/logger';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import type { Parts } from '../parts.ts';
import type { RequestHasher } from '../requestHash/requestHasher.ts';
import { startCustomer, type Settings } from '../start.ts';
import { accountsInMemory } from './accountsInMemory.ts';
import { contactsInMemory } from './contactsInMemory.ts';
import { ticketsInMemory } from './ticketsInMemory.ts';

export type Answer<Data> = { data?: Data | null; errors?: { message: string; path?: string[]; extensions: { code: string } }[] };

/** Real argon2id with the least memory and time it takes. */
const cheapHasher: RequestHasher = {
  hash: (request) => hash(request, { memoryCost: 64, timeCost: 1, parallelism: 1 }),
  matches: (requestHash, request) => verify(requestHash, request),
};

const never = 2 ** 31 - 1;

/** The customer context as it is served, on a database of its own, asked as the router asks it. Recovery runs when the test says so. */
export async function customerInstance(replaced: Partial<Parts> = {}, settings: Partial<Settings> = {}) {
  const keys = testKeys();
  const db = await testDatabase('customer');
  const accounts = accountsInMemory();
  const tickets = ticketsInMemory();
  const contacts = contactsInMemory();
  const statements: string[] = [];
  const all: Settings = {
    databaseUrl: db.url, routerPublicKey: keys.router.public, routerUrl: 'http://127.0.0.1:9/graphql', servicePrivateKey: keys.service.private, port: 0, host: '127.0.0.1', delivery: { outboxDir: join(tmpdir(), `customer-outbox-${process.pid}`), smtpUrl: undefined }, ...settings,
  };
  const parts = { accounts: accounts.port, tickets: tickets.port, readContacts: contacts.read, requestHasher: cheapHasher, recoverEveryMs: never, settleEveryMs: never, sendEveryMs: never, waitForOthersMs: 20_000, ...replaced };
  const start = () => startCustomer(all, createLogger('customer'), { ...parts, onQuery: (sql) => statements.push(sql) });
  const customer = await start();
  const sql = new pg.Pool({ connectionString: db.url, max: 2 });
  const sign = createProofSigner(keys.router.private);

  const ask = async <Data>(query: string, variables: object = {}, caller: Caller = anonymous): Promise<Answer<Data>> => {
    const body = JSON.stringify({ query, variables });
    const proof = sign({ subgraph: 'customer', method: 'POST', path: '/graphql', body, caller });
    const response = await fetch(customer.url, { method: 'POST', headers: { 'content-type': 'application/json', [proofHeader]: proof }, body });
    return (await response.json()) as Answer<Data>;
  };
  const stop = async (): Promise<void> => {
    await sql.end();
    await customer.stop();
    await db.drop();
  };
  return { customer, another: start, ask, sql, accounts, tickets, contacts, statements, keys, stop };
}
export type CustomerInstance = Awaited<ReturnType<typeof customerInstance>>;

export const as = (role: Role): Caller => callerWith(role);
export const asExpert = (expertId = 'exp_1'): Caller => callerWith('EXPERT', { expertId });
export const asCustomer = (customerId: string, id = 'usr_customer'): Caller => callerWith('CUSTOMER', { customerId, id });

export const aRegistration = (name: string, more: object = {}) => ({
  name: `${name} Muster`, email: `${name}@example.org`, password: 'ein apfelbaum', phone: '+49 30 123456',
  address: { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115' }, idempotencyKey: `key of ${name}`, ...more,
});

export const registerDocument = `mutation RegisterCustomer($input: RegisterCustomerInput!) {
  registerCustomer(input: $input) { customer { id name email } userErrors { code message field } }
}`;
export type RegisterAnswer = { registerCustomer: { customer: { id: string; name: string; email: string } | null; userErrors: { code: string; message: string; field: string | null }[] } };

export const register = async (instance: CustomerInstance, input: object) =>
  (await instance.ask<RegisterAnswer>(registerDocument, { input })).data!.registerCustomer;

/** The id of a registered customer of that name at example.org. */
export async function aCustomer(instance: CustomerInstance, name: string, more: object = {}): Promise<string> {
  const { customer, userErrors } = await register(instance, aRegistration(name, more));
  if (!customer) throw new Error(JSON.stringify(userErrors));
  return customer.id;
}

export const confirmDocument = `mutation Confirm($input: ConfirmCustomerEmailInput!) {
  confirmCustomerEmail(input: $input) { customer { id email emailVerifiedAt } userErrors { code field } }
}`;
export type Confirmed = { customer: { id: string; email: string; emailVerifiedAt: string | null } | null; userErrors: { code: string; field: string | null }[] };

export async function confirm(instance: CustomerInstance, input: object): Promise<Confirmed> {
  const { data, errors } = await instance.ask<{ confirmCustomerEmail: Confirmed }>(confirmDocument, { input }, callerWith('SYSTEM', { id: 'auth' }));
  if (!data) throw new Error(JSON.stringify(errors));
  return data.confirmCustomerEmail;
}

/** As auth tells it when the person has followed the link. */
export async function proven(instance: CustomerInstance, customerId: string, email: string, provenAt = new Date()): Promise<Confirmed> {
  const { rows: [row] } = await instance.sql.query<{ account_id: string }>('SELECT account_id FROM customer WHERE id = $1', [customerId]);
  return confirm(instance, { customerId, email, accountId: row!.account_id, provenAt });
}
