import { callerWith } from '../testing/identity.ts';
import { fulfils, rightsOf } from './rights.ts';

const nobody = rightsOf({ kind: 'anonymous', id: null, roles: [] });

test('a rule that names nobody is fulfilled by nobody', () => {
  for (const kind of ['scopes', 'policies'] as const) for (const anyOf of [[], [[]]]) expect(fulfils(rightsOf(callerWith('ADMIN')), { kind, anyOf })).toBe(false);
});

test('no role is called as an inherited property of anything', () => {
  for (const name of ['constructor', 'toString', '__proto__']) expect(fulfils(rightsOf(callerWith('ADMIN')), { kind: 'policies', anyOf: [[name]] })).toBe(false);
  expect(fulfils(nobody, { kind: 'scopes', anyOf: [['ANONYMOUS']] })).toBe(false);
});

test('an account without a role is signed in, and may have what is for anybody', () => {
  const rights = rightsOf({ kind: 'user', id: null, roles: [] });
  expect(fulfils(rights, { kind: 'authenticated' })).toBe(true);
  expect(fulfils(nobody, { kind: 'authenticated' })).toBe(false);
  for (const who of [rights, nobody]) expect(fulfils(who, { kind: 'policies', anyOf: [['public']] })).toBe(true);
  expect(fulfils(rights, { kind: 'policies', anyOf: [['ticket:participant']] })).toBe(false);
});

test('roles together fulfil what each fulfils, in whatever order a token lists them', () => {
  const both = rightsOf({ kind: 'user', id: null, roles: ['EXPERT', 'CUSTOMER'] });
  expect(both.key).toBe(rightsOf({ kind: 'user', id: null, roles: ['CUSTOMER', 'EXPERT', 'CUSTOMER'] }).key);
  expect(fulfils(both, { kind: 'scopes', anyOf: [['ADMIN'], ['CUSTOMER', 'EXPERT']] })).toBe(true);
  expect(fulfils(both, { kind: 'policies', anyOf: [['customer:money', 'offer:holder']] })).toBe(true);
  expect(fulfils(both, { kind: 'scopes', anyOf: [['CUSTOMER', 'ADMIN']] })).toBe(false);
});
