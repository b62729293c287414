import { unavailable } from '@sysops-squad/chassis/graphqlErrors';
import { aCustomer, asExpert, customerInstance, type CustomerInstance } from './testing/customerInstance.ts';

let instance: CustomerInstance;
let now = new Date();
let anna: string;
let berta: string;
let address: string;
beforeAll(async () => {
  instance = await customerInstance({ now: () => now });
  [anna, berta] = [await aCustomer(instance, 'anna'), await aCustomer(instance, 'berta')];
  address = (await instance.sql.query<{ id: string }>('SELECT id FROM address WHERE customer_id = $1', [anna])).rows[0]!.id;
});
beforeEach(() => {
  now = new Date(+now + 10_000);
  Object.assign(instance.contacts.state, { asked: 0, silent: null, customers: new Map([['exp_1', [anna]]]), addresses: new Map([['exp_1', [address]]]) });
});
afterAll(() => instance.stop());

const document = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { name phone } ... on Address { line1 } } }';
const representations = () => [{ __typename: 'Customer', id: anna }, { __typename: 'Customer', id: berta }, { __typename: 'Address', id: address }];
const seen = (expertId = 'exp_1') => instance.ask<{ _entities: object[] }>(document, { r: representations() }, asExpert(expertId));
const both = { data: { _entities: [{ name: 'anna Muster', phone: expect.any(String) }, null, { line1: 'Hauptstr. 1' }] } };
const nothing = { data: { _entities: [null, null, null] } };

test('an expert sees the customer and the address of a live visit only, whatever way led there, for one question', async () => {
  expect(await seen()).toEqual(both);
  expect(instance.contacts.state.asked).toBe(1);
  expect(await seen('exp_2')).toEqual(nothing);
});

test('another address of the same customer is not shown', async () => {
  instance.contacts.state.addresses.set('exp_1', ['adr_other']);
  expect((await seen()).data!._entities).toEqual([expect.any(Object), null, null]);
});

test('what was taken away is gone within two seconds; what has come is there at once', async () => {
  expect(await seen()).toEqual(both);
  instance.contacts.state.customers.set('exp_1', [berta]);
  instance.contacts.state.addresses.delete('exp_1');
  expect((await seen()).data!._entities[1]).toEqual({ name: 'berta Muster', phone: expect.any(String) });
  instance.contacts.state.customers.delete('exp_1');
  now = new Date(+now + 2_000);
  expect(await seen()).toEqual(nothing);
});

test('who cannot be asked about shows nobody, and says why', async () => {
  instance.contacts.state.silent = unavailable('Whether you may see this customer cannot be asked now.');
  const { data, errors } = await seen();
  expect(data).toEqual({ _entities: [null, null, null] });
  expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(new Set(['UNAVAILABLE']));
});
