import type { Account } from './account.ts';
import { callerActor } from './actor.ts';
import { normalEmail } from './email.ts';
import { weaknessOf } from './password.ts';
import { decideProvisionAccount } from './provisionAccount.ts';
import { decideSaveUser, type SaveUser } from './saveUser.ts';
import { refreshTokenExpiry } from './session.ts';

const now = new Date('2026-11-22T13:00:00Z');
const good = 'a long enough sentence';
const admin: Account = {
  id: 'usr_1', email: 'admin@sysops.example', passwordHash: '$argon2id$', roles: ['ADMIN'], customerId: null, expertId: null, status: 'ACTIVE', version: 1, createdAt: now,
  emailVerifiedAt: now,
};
const codes = (input: SaveUser, before: Account | null = null) => {
  const decision = decideSaveUser(input, before);
  return 'refused' in decision ? decision.refused.map(({ code, field }) => `${code} ${field}`) : [];
};

describe('an e-mail address', () => {
  it.each([
    ['  Anna@Example.ORG ', 'anna@example.org'],
    ['a+b@sub.example.org', 'a+b@sub.example.org'],
    ['anna', null],
    ['anna@example', null],
    ['an na@example.org', null],
    ['a@b@example.org', null],
    [`${'a'.repeat(250)}@example.org`, null],
  ])('%j is kept as %j', (text, normal) => expect(normalEmail(text)).toBe(normal));
});

describe('a password', () => {
  it.each(['short', 'password123', 'aaaaaaaaaaaa', 'anna@example.org', 'x'.repeat(201)])('%s is weak', (password) =>
    expect(weaknessOf(password, 'anna@example.org', 8)).not.toBeNull());
  it('needs length and nothing else', () => expect(weaknessOf('ein apfelbaum', 'anna@example.org', 8)).toBeNull());
});

describe('saving a user', () => {
  it('asks a new account for everything at once', () =>
    expect(codes({})).toEqual(['INVALID_EMAIL email', 'WEAK_PASSWORD password', 'INVALID_ROLES roles']));
  it('gives SYSTEM to nobody', () => expect(codes({ roles: ['ADMIN', 'SYSTEM'] }, admin)).toEqual(['INVALID_ROLES roles']));
  it('wants 15 characters', () => expect(codes({ password: 'fourteen chars' }, admin)).toEqual(['WEAK_PASSWORD password']));
  it('leaves what is absent', () =>
    expect(decideSaveUser({ roles: ['ADMIN', 'MANAGER', 'MANAGER'] }, admin)).toEqual({
      saved: { email: admin.email, roles: ['ADMIN', 'MANAGER'], status: 'ACTIVE', customerId: null, expertId: null, password: null }, endsSessions: false,
    }));
  it.each([{ active: false }, { password: good }, { roles: ['MANAGER'] }])('ends the sessions with %j', (input) =>
    expect(decideSaveUser(input, admin)).toMatchObject({ endsSessions: true }));
  it('leaves a deactivated account deactivated', () =>
    expect(decideSaveUser({ email: 'a@b.example' }, { ...admin, status: 'DEACTIVATED' })).toMatchObject({ saved: { status: 'DEACTIVATED' } }));
});

describe('provisioning', () => {
  const input = { accountId: 'usr_2', email: 'Anna@example.org', password: 'ein apfelbaum', customerId: 'cus_2' };
  it('makes an account that cannot sign in yet', () =>
    expect(decideProvisionAccount(input, now)).toMatchObject({ account: { status: 'PROVISIONED', roles: ['CUSTOMER'], email: 'anna@example.org' } }));
  it('refuses a weak password', () =>
    expect(decideProvisionAccount({ ...input, password: '12345678' }, now)).toMatchObject({ refused: [{ code: 'WEAK_PASSWORD' }] }));
});

describe('a refresh token', () => {
  const session = { expiresAt: new Date('2026-12-22T13:00:00Z') };
  it('dies unused after 7 days', () => expect(refreshTokenExpiry(now, session).toJSON()).toBe('2026-11-29T13:00:00.000Z'));
  it('never outlives its session', () => expect(refreshTokenExpiry(new Date('2026-12-20T13:00:00Z'), session)).toEqual(session.expiresAt));
});

describe('an actor', () => {
  const caller = { kind: 'user' as const, id: 'usr_1', customerId: 'cus_1', expertId: 'exp_1', sessionId: null, clientAddress: null };
  it('is named by the id of its own context', () => {
    expect(callerActor({ ...caller, roles: ['CUSTOMER'] })).toEqual({ kind: 'CUSTOMER', id: 'cus_1' });
    expect(callerActor({ ...caller, roles: ['EXPERT', 'MANAGER'] })).toEqual({ kind: 'MANAGER', id: 'usr_1' });
    expect(callerActor({ ...caller, kind: 'service', id: 'customer', roles: ['SYSTEM'] })).toEqual({ kind: 'SYSTEM', id: 'customer' });
  });
});
