import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { until } from '@sysops-squad/chassis/testing/until';
import { throttlePolicies } from './domain/throttle.ts';
import type { EmailConfirmation } from './storage/emailConfirmations.ts';
import { authInstance, aUser, callerOf, goodPassword, type AuthInstance, type LoginAnswer } from './testing/authInstance.ts';
import { auditOf, from, logIn, refresh } from './testing/operations.ts';
import { register, tokenIn } from './testing/registration.ts';

let instance: AuthInstance;
let time = new Date('2026-12-01T10:00:00Z');
const told: EmailConfirmation[] = [];
beforeAll(async () => {
  instance = await authInstance({ now: () => time, customers: { confirmEmail: async (confirmation) => (told.push(confirmation), []) } });
});
afterAll(() => instance.stop());

const later = (milliseconds: number) => (time = new Date(time.getTime() + milliseconds));
const change = async (field: string, type: string | null, input?: object, caller: Caller = anonymous): Promise<string[]> => {
  const document = type ? `mutation ($input: ${type}!) { answer: ${field}(input: $input) { userErrors { code } } }` : `mutation { answer: ${field} { userErrors { code } } }`;
  return (await instance.ask<{ answer: { userErrors: { code: string }[] } }>(document, { input }, caller)).data!.answer.userErrors.map(({ code }) => code);
};
const askForReset = (email: string, address = '203.0.113.1') => change('requestPasswordReset', 'EmailInput', { email }, from(address));
const reset = (token: string, secret: string) => change('resetPassword', 'ResetPasswordInput', { token, password: secret });
const queued = async (to: string) => (await instance.sql.query('SELECT 1 FROM outgoing_message WHERE recipient = $1', [to])).rowCount;

describe('a forgotten password', () => {
  it('is replaced by the mailed link, once, within an hour; every session ends', async () => {
    const { id, email } = await aUser(instance, 'anna', { roles: ['CUSTOMER'] });
    const { session } = await logIn(instance, email, goodPassword);
    expect(await askForReset(' ANNA@example.org ')).toEqual([]);
    const token = tokenIn(await instance.mailTo(email, 'reset-password'));
    expect(await reset(token, 'short')).toEqual(['WEAK_PASSWORD']);
    expect((await Promise.all(Array.from({ length: 5 }, () => reset(token, 'ein birnbaum')))).flat()).toEqual(Array(4).fill('INVALID_LINK'));
    expect((await refresh(instance, session!.refreshToken)).session).toBeNull();
    expect([(await logIn(instance, email, goodPassword)).session, (await logIn(instance, email, 'ein birnbaum')).user?.id]).toEqual([null, id]);
    await instance.mailTo(email, 'password-changed');
    expect(await auditOf(instance, id)).toEqual(expect.arrayContaining(['PASSWORD_RESET_REQUESTED', 'PASSWORD_RESET']));
    await askForReset(email);
    await until('the second link', () => instance.mails.filter(({ template }) => template === 'reset-password').length === 2);
    const second = tokenIn(instance.mails.findLast(({ template }) => template === 'reset-password')!);
    later(3_600_000);
    expect(await reset(second, 'ein kirschbaum')).toEqual(['INVALID_LINK']);
  });

  it('proves the address of a registration, and asks staff for 15 characters', async () => {
    const { accountId } = await register(instance, 'berta@example.org');
    await askForReset('berta@example.org');
    await reset(tokenIn(await instance.mailTo('berta@example.org', 'reset-password')), 'ein birnbaum');
    await until('it was told', () => told.some((one) => one.accountId === accountId));
    const { email } = await aUser(instance, 'boss', { roles: ['MANAGER'] });
    await askForReset(email);
    expect(await reset(tokenIn(await instance.mailTo(email, 'reset-password')), 'ein birnbaum')).toEqual(['WEAK_PASSWORD']);
  });

  it('is answered alike where there is no account, and no mail leaves', async () => {
    expect(await askForReset('nobody@example.org')).toEqual([]);
    expect(await queued('nobody@example.org')).toBe(0);
  });

  it('takes the same time for all, whatever there is to do', async () => {
    const slow = await authInstance({ answerAfterMs: 150 });
    await aUser(slow, 'carl', { roles: ['CUSTOMER'] });
    const timeFor = async (email: string): Promise<number> => {
      const begunAt = performance.now();
      await slow.ask('mutation ($input: EmailInput!) { requestPasswordReset(input: $input) { userErrors { code } } }', { input: { email } });
      return performance.now() - begunAt;
    };
    for (const email of ['carl@example.org', 'nobody@example.org']) expect(await timeFor(email)).toBeGreaterThanOrEqual(149);
    await slow.stop();
  });

  it('is asked for so often by one address, counted by /64, and mailed so often to one mailbox', async () => {
    const { email } = await aUser(instance, 'dora', { roles: ['CUSTOMER'] });
    for (let n = 0; n < 6; n += 1) expect(await askForReset(email, `198.51.100.${n}`)).toEqual([]);
    expect(await queued(email)).toBe(3);
    const answers = [];
    for (let n = 0; n <= throttlePolicies.request.free + 1; n += 1) answers.push(...(await askForReset(`guess-${n}@example.org`, `2001:db8:1:2::${n + 1}`)));
    expect(answers).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(await askForReset('guess@example.org', '2001:db8:1:3::1')).toEqual([]);
  });
});

describe('the password', () => {
  it('is changed with the present one; other sessions and mailed links end', async () => {
    const { id, email } = await aUser(instance, 'emil', { roles: ['CUSTOMER'] });
    await askForReset(email);
    const link = tokenIn(await instance.mailTo(email, 'reset-password'));
    const other = (await logIn(instance, email, goodPassword)).session!;
    const caller = await callerOf(instance.sql, id);
    const changeIt = (currentPassword: string, newPassword: string) => change('changePassword', 'ChangePasswordInput', { currentPassword, newPassword }, caller);
    expect(await changeIt('wrong', 'ein birnbaum')).toEqual(['WRONG_PASSWORD']);
    expect(await changeIt(goodPassword, 'short')).toEqual(['WEAK_PASSWORD']);
    expect(await changeIt(goodPassword, 'ein birnbaum')).toEqual([]);
    expect([(await refresh(instance, other.refreshToken)).session, await reset(link, 'ein kirschbaum')]).toEqual([null, ['INVALID_LINK']]);
    expect((await instance.ask<{ me: { id: string } }>('{ me { id } }', {}, caller)).data!.me.id).toBe(id);
    for (let n = 0; n <= throttlePolicies.pair.free; n += 1) await changeIt('wrong', 'ein kirschbaum');
    expect(await changeIt('ein birnbaum', 'ein kirschbaum')).toEqual(['TOO_MANY_ATTEMPTS']);
  });
});

describe('the address', () => {
  it('changes when the new one is proven; the old one is told, and the customer context', async () => {
    const { id, email } = await aUser(instance, 'frida', { roles: ['CUSTOMER'], customerId: 'cus_frida' });
    const caller = await callerOf(instance.sql, id);
    const changeTo = (address: string, secret = goodPassword) => change('changeEmail', 'ChangeEmailInput', { email: address, password: secret }, caller);
    expect([await changeTo('new@example.org', 'wrong'), await changeTo('nonsense'), await changeTo(email)]).toEqual([['WRONG_PASSWORD'], ['INVALID_EMAIL'], ['INVALID_EMAIL']]);
    expect(await changeTo('New@example.org')).toEqual([]);
    await instance.mailTo(email, 'email-change-requested');
    const token = tokenIn(await instance.mailTo('new@example.org', 'change-email'));
    expect((await logIn(instance, email, goodPassword)).user?.id).toBe(id);
    expect(await change('verifyEmail', 'VerifyEmailInput', { token })).toEqual(['PASSWORD_NEEDED']);
    expect(await change('verifyEmail', 'VerifyEmailInput', { token, password: 'wrong' })).toEqual(['WRONG_PASSWORD']);
    expect(await change('verifyEmail', 'VerifyEmailInput', { token, password: goodPassword })).toEqual([]);
    expect([(await logIn(instance, email, goodPassword)).user, (await logIn(instance, 'new@example.org', goodPassword)).user?.id]).toEqual([null, id]);
    await until('it was told', () => told.some((one) => one.accountId === id && one.email === 'new@example.org'));
  });

  it('of another account is not told apart, and its owner is', async () => {
    const [mine, other] = [await aUser(instance, 'greta', { roles: ['CUSTOMER'] }), await aUser(instance, 'hanna', { roles: ['CUSTOMER'] })];
    const caller = await callerOf(instance.sql, mine.id);
    expect(await change('changeEmail', 'ChangeEmailInput', { email: other.email, password: goodPassword }, caller)).toEqual([]);
    await instance.mailTo(other.email, 'already-registered');
    expect(instance.mails.filter(({ to, template }) => to === other.email && template === 'change-email')).toEqual([]);
  });
});

describe('sessions', () => {
  const list = async (caller: Caller) =>
    (await instance.ask<{ sessions: { id: string; device: string | null; network: string | null; current: boolean }[] }>('{ sessions { id device network current } }', {}, caller)).data!.sessions;

  it('are listed to their owner, coarsely, and ended one by one or all others', async () => {
    const { id, email } = await aUser(instance, 'iris');
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { session { refreshToken } } }';
    const input = { email, password: goodPassword, deviceName: 'Firefox on Linux' };
    const phone = (await instance.ask<LoginAnswer>(login, { input }, from('203.0.113.7'))).data!.login.session!;
    const laptop = (await instance.ask<LoginAnswer>(login, { input: { ...input, deviceName: 'x'.repeat(300) } }, from('2001:db8:1:2::1'))).data!.login.session!;
    const caller = await callerOf(instance.sql, id);
    const all = await list(caller);
    expect(all.map(({ device, network, current }) => [device?.slice(0, 101) ?? null, network, current])).toEqual(
      expect.arrayContaining([['Firefox on Linux', '203.0.113.0/24', false], ['x'.repeat(100), '2001:db8:1::/48', false], [null, null, true]]));
    const stranger = await callerOf(instance.sql, (await aUser(instance, 'jan')).id);
    const phoneId = all.find(({ device }) => device === 'Firefox on Linux')!.id;
    expect(await change('endSession', 'EndSessionInput', { sessionId: phoneId }, stranger)).toEqual(['NOT_FOUND']);
    expect(await change('endSession', 'EndSessionInput', { sessionId: phoneId }, caller)).toEqual([]);
    expect((await refresh(instance, phone.refreshToken)).session).toBeNull();
    expect(await change('endOtherSessions', null, undefined, caller)).toEqual([]);
    expect((await refresh(instance, laptop.refreshToken)).session).toBeNull();
    expect((await list(caller)).map(({ current }) => current)).toEqual([true]);
    expect((await list(stranger)).map(({ current }) => current)).toEqual([true]);
  });
});

describe('wrong passwords from elsewhere', () => {
  type Login = { session: object | null; deviceToken: string | null; userErrors: { code: string }[] };
  const signIn = async (input: object, address: string): Promise<Login> => {
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { session { refreshToken } deviceToken userErrors { code } } }';
    return (await instance.ask<{ login: Login }>(login, { input }, from(address))).data!.login;
  };
  const attack = async (email: string, times: number, address: (n: number) => string) => {
    for (let n = 0; n < times; n += 1) await signIn({ email, password: 'wrong' }, address(n));
  };

  /** As by attempts from many addresses, counted in a moment. */
  const failedEverywhere = async (email: string) => {
    await attack(email, 1, () => '10.3.0.1');
    await instance.sql.query("UPDATE sign_in_throttle SET failures = $1 WHERE key LIKE 'account:%'", [throttlePolicies.account.free]);
    await attack(email, 1, () => '10.3.1.1');
  };

  it('do not lock the owner out, who comes from another address', async () => {
    const { email } = await aUser(instance, 'karl');
    await attack(email, 20, () => '198.51.100.9');
    expect((await signIn({ email, password: goodPassword }, '198.51.100.9')).userErrors[0]!.code).toBe('TOO_MANY_ATTEMPTS');
    expect((await signIn({ email, password: goodPassword }, '203.0.113.50')).session).not.toBeNull();
  });

  it('count by /64, and from everywhere together', async () => {
    const { email } = await aUser(instance, 'lena');
    await attack(email, throttlePolicies.pair.free + 1, (n) => `2001:db8:9:9::${n}`);
    expect((await signIn({ email, password: goodPassword }, '2001:db8:9:9::abcd')).userErrors[0]!.code).toBe('TOO_MANY_ATTEMPTS');
    await attack(email, throttlePolicies.account.free, (n) => `10.1.${n}.1`);
    expect((await signIn({ email, password: goodPassword }, '10.2.0.1')).userErrors[0]!.code).toBe('TOO_MANY_ATTEMPTS');
  });

  it('do not hold up a device that has signed in before, nor a code that was mailed', async () => {
    const { id, email } = await aUser(instance, 'mona');
    const { deviceToken } = await signIn({ email, password: goodPassword }, '203.0.113.60');
    await instance.sql.query(`UPDATE sign_in_throttle SET failures = 0`);
    await failedEverywhere(email);
    expect((await signIn({ email, password: goodPassword }, '10.4.0.1')).session).toBeNull();
    expect((await signIn({ email, password: goodPassword, deviceToken }, '10.4.0.1')).session).not.toBeNull();
    const others = await aUser(instance, 'nora');
    expect((await signIn({ email, password: goodPassword, deviceToken: (await signIn({ email: others.email, password: goodPassword }, '203.0.113.61')).deviceToken }, '10.4.0.2')).session).toBeNull();
    expect(await change('requestSignInCode', 'EmailInput', { email }, from('10.4.0.3'))).toEqual([]);
    const code = /\d{8}/.exec((await instance.mailTo(email, 'sign-in-code')).body)![0];
    expect((await signIn({ email, password: goodPassword, code: '00000000' }, '10.4.0.3')).session).toBeNull();
    expect((await signIn({ email, password: goodPassword, code }, '10.4.0.3')).session).not.toBeNull();
    expect((await signIn({ email, password: goodPassword, code }, '10.4.0.3')).session).toBeNull();
    expect(await auditOf(instance, id)).toContain('SIGN_IN_CODE_REQUESTED');
  });

  it('nor is a code tried more than five times', async () => {
    const { email } = await aUser(instance, 'olaf');
    await failedEverywhere(email);
    await change('requestSignInCode', 'EmailInput', { email }, from('10.4.0.9'));
    const code = /\d{8}/.exec((await instance.mailTo(email, 'sign-in-code')).body)![0];
    for (let n = 0; n < 5; n += 1) await signIn({ email, password: goodPassword, code: '00000000' }, '10.4.0.9');
    expect((await signIn({ email, password: goodPassword, code }, '10.4.0.9')).session).toBeNull();
  });
});
