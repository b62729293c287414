import { GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { until } from '@sysops-squad/chassis/testing/until';
import type { EmailConfirmation } from './storage/emailConfirmations.ts';
import { authInstance, aUser, callerOf, saveUser, type AuthInstance } from './testing/authInstance.ts';
import { auditOf, logIn, refresh } from './testing/operations.ts';
import { linkOwner, password, register, tokenIn } from './testing/registration.ts';

let instance: AuthInstance;
let time = new Date('2026-12-01T10:00:00Z');
let customerContextIs: 'up' | 'down' = 'up';
const told: EmailConfirmation[] = [];
beforeAll(async () => {
  const confirmEmail = async (confirmation: EmailConfirmation) => {
    if (customerContextIs === 'down') throw new GraphUnavailable('away');
    told.push(confirmation);
    return [];
  };
  instance = await authInstance({ now: () => time, customers: { confirmEmail } });
});
beforeEach(() => (customerContextIs = 'up'));
afterAll(() => instance.stop());

const later = (milliseconds: number) => (time = new Date(time.getTime() + milliseconds));
const change = async (field: string, input?: object, caller: Caller = anonymous): Promise<string[]> => {
  const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
  const document = input ? `mutation ($input: ${type}!) { answer: ${field}(input: $input) { userErrors { code } } }` : `mutation { answer: ${field} { userErrors { code } } }`;
  return (await instance.ask<{ answer: { userErrors: { code: string }[] } }>(document, { input }, caller)).data!.answer.userErrors.map(({ code }) => code);
};
const verify = (token: string, secret = password) => change('verifyEmail', { token, password: secret });
const provenAt = async (id: string) => (await instance.sql.query<{ email_verified_at: Date | null }>('SELECT email_verified_at FROM account WHERE id = $1', [id])).rows[0]!.email_verified_at;
const statusOf = async (id: string) => (await instance.sql.query<{ status: string }>('SELECT status FROM account WHERE id = $1', [id])).rows[0]!.status;

describe('a registration', () => {
  it('is proven by the link that is mailed, once, and the customer context hears of it', async () => {
    const { accountId, customerId } = await register(instance, 'anna@example.org');
    expect((await logIn(instance, 'anna@example.org', password)).session).not.toBeNull();
    expect(await provenAt(accountId)).toBeNull();
    const mail = await instance.mailTo('anna@example.org', 'verify-email');
    expect(mail.body).toContain('https://support.example.org/verify-email#');
    expect(await verify(tokenIn(mail))).toEqual([]);
    expect(await provenAt(accountId)).toEqual(time);
    await until('the customer context was told', () => told.some((one) => one.accountId === accountId));
    expect(told.find((one) => one.accountId === accountId)).toMatchObject({ customerId, email: 'anna@example.org', provenAt: time });
    expect(await verify(tokenIn(mail))).toEqual(['INVALID_LINK']);
    expect(await auditOf(instance, accountId)).toEqual(['ACCOUNT_ACTIVATED', 'ACCOUNT_PROVISIONED', 'EMAIL_PROVEN']);
    const { rows } = await instance.sql.query(`SELECT l::text FROM account_link l UNION ALL SELECT m::text FROM outgoing_message m WHERE sent_at IS NOT NULL`);
    expect(JSON.stringify(rows)).not.toContain(tokenIn(mail));
  });

  it('of an address that has an account looks like any other, and tells its owner alone', async () => {
    await aUser(instance, 'berta', { roles: ['CUSTOMER'] });
    const { accountId, refused } = await register(instance, 'Berta@example.org');
    expect(refused).toBeNull();
    await instance.mailTo('berta@example.org', 'already-registered');
    expect(instance.mails.filter(({ to }) => to === 'berta@example.org').map(({ template }) => template)).toEqual(['already-registered']);
    expect((await logIn(instance, 'berta@example.org', password)).user?.id).toBe(accountId);
    const caller = await callerOf(instance.sql, accountId);
    expect(await change('resendVerification', undefined, caller)).toEqual([]);
    await until('the second mail', () => instance.mails.filter(({ to }) => to === 'berta@example.org').length === 2);
    expect(instance.mails.filter(({ body }) => body.includes('verify-email#')).map(({ to }) => to)).not.toContain('berta@example.org');
  });

  it('shares its address with two others, and ends them when it is proven', async () => {
    const accounts: { accountId: string }[] = [];
    for (const n of [1, 2, 3]) {
      accounts.push(await register(instance, 'clara@example.org', `${password} ${n}`));
      later(1_000);
    }
    expect((await register(instance, 'clara@example.org')).refused).toBe('TOO_MANY_ATTEMPTS');
    const sessions = await Promise.all([1, 2, 3].map((n) => logIn(instance, 'clara@example.org', `${password} ${n}`)));
    expect(sessions.map(({ user }) => user!.id)).toEqual(accounts.map(({ accountId }) => accountId));
    await until('three mails', () => instance.mails.filter(({ to }) => to === 'clara@example.org').length === 3);
    const links = instance.mails.filter(({ to }) => to === 'clara@example.org').map(tokenIn);
    const owners = await Promise.all(links.map((token) => linkOwner(instance.sql, token)));
    const attempts = links.map((token, n) => verify(token, `${password} ${accounts.findIndex(({ accountId }) => accountId === owners[n]) + 1}`));
    expect((await Promise.all(attempts)).flat().sort()).toEqual(['INVALID_LINK', 'INVALID_LINK']);
    const left = (await Promise.all(accounts.map(({ accountId }) => statusOf(accountId)))).sort();
    expect(left).toEqual(['ABANDONED', 'ABANDONED', 'ACTIVE']);
    const goOn = await Promise.all(sessions.map(({ session }) => refresh(instance, session!.refreshToken)));
    expect(goOn.filter(({ session }) => session)).toHaveLength(1);
  });

  it('signs in after as many hashes whatever accounts its address has', async () => {
    await register(instance, 'emma@example.org');
    const counts = [];
    for (const email of ['emma@example.org', 'berta@example.org', 'unknown@example.org']) {
      const before = instance.counts.verify;
      await logIn(instance, email, 'wrong');
      await logIn(instance, email, password);
      counts.push(instance.counts.verify - before);
    }
    expect(new Set(counts).size).toBe(1);
  });

  it('is told to the customer context until that answers, by the newest proof', async () => {
    customerContextIs = 'down';
    const { accountId } = await register(instance, 'frida@example.org');
    await verify(tokenIn(await instance.mailTo('frida@example.org', 'verify-email')));
    const tries = async () => (await instance.sql.query<{ tries: number }>('SELECT tries FROM email_confirmation WHERE account_id = $1', [accountId])).rows[0]!.tries;
    await until('it was tried', async () => (await tries()) > 0);
    expect(told.some((one) => one.accountId === accountId)).toBe(false);
    customerContextIs = 'up';
    later(120_000);
    await until('it was told', () => told.some((one) => one.accountId === accountId));
  });

  it('mails no more than one mailbox can want', async () => {
    const { accountId } = await register(instance, 'greta@example.org');
    const caller = await callerOf(instance.sql, accountId);
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(...(await change('resendVerification', undefined, caller)));
    expect(answers).toEqual(['TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS']);
  });

  it('whose mail no server takes is seen by an ADMIN, who has it tried again', async () => {
    await register(instance, 'ida@example.org');
    await instance.mailTo('ida@example.org', 'verify-email');
    const id = 'msg_dead';
    await instance.sql.query(`INSERT INTO outgoing_message (id, channel, recipient, template, subject, body, created_at, expires_at, next_at, tries, dead_at, last_error)
      VALUES ($1, 'EMAIL', 'ida@example.org', 'spec', 's', 'a secret', $2::timestamptz, $2::timestamptz + interval '1 hour', $2, 10, $2, '451 later')`, [id, time]);
    const ask = async () => (await instance.ask<{ undeliveredMessages: object[] }>('{ undeliveredMessages { id recipient template lastError replayable } }', {}, instance.admin)).data!.undeliveredMessages;
    expect(await ask()).toEqual([{ id, recipient: 'ida@example.org', template: 'spec', lastError: '451 later', replayable: true }]);
    expect([await change('resendMessage', { id }, instance.admin), await change('resendMessage', { id }, instance.admin)]).toEqual([[], ['NOT_FOUND']]);
    await instance.mailTo('ida@example.org', 'spec');
    expect([await ask(), await auditOf(instance, id)]).toEqual([[], ['MESSAGE_RESENT']]);
  });

  it('ends when an ADMIN gives its address to an account', async () => {
    const { accountId } = await register(instance, 'hanna@example.org');
    const { id } = await aUser(instance, 'hanna', { roles: ['CUSTOMER'] });
    expect([await statusOf(accountId), await provenAt(id)]).toEqual(['ABANDONED', time]);
    expect((await saveUser(instance, { email: 'hanna@example.org', password: 'another long password', roles: ['EXPERT'] })).userErrors[0]!.code).toBe('EMAIL_TAKEN');
  });

  it('lapses after 7 days without a proof, with its sessions', async () => {
    const { accountId } = await register(instance, 'dora@example.org');
    const { session } = await logIn(instance, 'dora@example.org', password);
    const mail = await instance.mailTo('dora@example.org', 'verify-email');
    await instance.auth.application.forgetWhatIsOver();
    expect(await statusOf(accountId)).toBe('ACTIVE');
    later(7 * 24 * 3_600_000 + 1);
    await instance.auth.application.forgetWhatIsOver();
    expect([await statusOf(accountId), await verify(tokenIn(mail)), (await refresh(instance, session!.refreshToken)).session]).toEqual(['ABANDONED', ['INVALID_LINK'], null]);
    expect((await auditOf(instance, accountId)).at(-1)).toBe('ACCOUNT_LAPSED');
  });
});
