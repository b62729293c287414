import { URI, type TOTP } from 'otpauth';
import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { throttlePolicies } from './domain/throttle.ts';
import { mostTriesOfLink } from './storage/accountLinks.ts';
import type { EmailConfirmation } from './storage/emailConfirmations.ts';
import { authenticator } from './testing/authenticator.ts';
import { authInstance, callerOf, type AuthInstance } from './testing/authInstance.ts';
import { auditOf, from, logIn, refresh } from './testing/operations.ts';
import { linkOwner, password, register, tokenIn } from './testing/registration.ts';

const victims = password;
const attackers = 'a password of the attacker';

let instance: AuthInstance;
let time = new Date('2026-12-01T10:00:00Z');
let names = 0;
const told: EmailConfirmation[] = [];
beforeAll(async () => {
  instance = await authInstance({ now: () => time, customers: { confirmEmail: async (confirmation) => (told.push(confirmation), []) } });
});
afterAll(() => instance.stop());

const later = (milliseconds: number) => (time = new Date(time.getTime() + milliseconds));
type Payload = Record<string, any>;
const ask = async (field: string, type: string, input: object, caller: Caller = anonymous, selection = ''): Promise<Payload> =>
  (await instance.ask<{ answer: Payload }>(`mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} userErrors { code } } }`, { input }, caller)).data!.answer;
const codes = ({ userErrors }: Payload): string[] => userErrors.map(({ code }: Payload) => code);
const verify = async (input: { token: string; password?: string }, caller: Caller = anonymous) => codes(await ask('verifyEmail', 'VerifyEmailInput', input, caller));
const accountRow = async (id: string) => (await instance.sql.query<{ status: string; proven: boolean }>('SELECT status, email_verified_at IS NOT NULL AS proven FROM account WHERE id = $1', [id])).rows[0]!;
const address = () => `victim-${(names += 1)}@example.org`;
const linkTo = async (email: string): Promise<string> => tokenIn(await instance.mailTo(email, 'verify-email'));

describe('a mailed link', () => {
  it('proves nothing without a session or the password of its account, and stays good', async () => {
    const email = address();
    const { accountId } = await register(instance, email, attackers);
    const token = await linkTo(email);
    const stranger = await callerOf(instance.sql, (await register(instance, address())).accountId);
    const ended = await callerOf(instance.sql, accountId);
    await instance.sql.query("UPDATE session SET ended_at = now(), end_reason = 'SIGNED_OUT' WHERE id = $1", [ended.sessionId]);
    for (const caller of [anonymous, stranger, ended, instance.admin]) expect(await verify({ token }, caller)).toEqual(['PASSWORD_NEEDED']);
    expect(await verify({ token, password: '' })).toEqual(['PASSWORD_NEEDED']);
    expect([await accountRow(accountId), told]).toEqual([{ status: 'ACTIVE', proven: false }, []]);
    expect(await verify({ token }, await callerOf(instance.sql, accountId))).toEqual([]);
    expect(await accountRow(accountId)).toEqual({ status: 'ACTIVE', proven: true });
  });

  it('of an account that another person opened does not open to the owner of the mailbox, whose own account ends it', async () => {
    const email = address();
    const theirs = await register(instance, email, attackers);
    const trap = await linkTo(email);
    const mine = await register(instance, email, victims);
    expect(await verify({ token: trap, password: victims })).toEqual(['WRONG_PASSWORD']);
    expect([(await accountRow(theirs.accountId)).proven, await auditOf(instance, theirs.accountId)]).toEqual([false, expect.arrayContaining(['EMAIL_PROOF_REFUSED'])]);
    const links = instance.mails.filter(({ to }) => to === email).map(tokenIn);
    const owners = await Promise.all(links.map((token) => linkOwner(instance.sql, token)));
    expect(await verify({ token: links[owners.indexOf(mine.accountId)]!, password: victims })).toEqual([]);
    expect([await verify({ token: trap, password: attackers }), (await accountRow(theirs.accountId)).status]).toEqual([['INVALID_LINK'], 'ABANDONED']);
  });

  it('counts wrong passwords with those of sign-ins, and is good when the wait is over', async () => {
    const email = address();
    await register(instance, email);
    const token = await linkTo(email);
    const caller = from('203.0.113.77');
    for (let n = 0; n < 3; n += 1) await logIn(instance, email, 'wrong', caller);
    for (let n = 3; n <= throttlePolicies.pair.free; n += 1) expect(await verify({ token, password: 'wrong' }, caller)).toEqual(['WRONG_PASSWORD']);
    expect([await verify({ token, password }, caller), (await logIn(instance, email, password, caller)).userErrors[0]!.code]).toEqual([['TOO_MANY_ATTEMPTS'], 'TOO_MANY_ATTEMPTS']);
    later(1_000);
    expect(await verify({ token, password }, caller)).toEqual([]);
  });

  it('takes ten tries from wherever they come, each of one hash, and no more', async () => {
    const email = address();
    const { accountId } = await register(instance, email);
    const token = await linkTo(email);
    const before = instance.counts.verify;
    const tries = await Promise.all(Array.from({ length: mostTriesOfLink + 5 }, (_, n) => verify({ token, password: 'wrong' }, from(`10.9.${n}.1`))));
    expect([...new Set(tries.flat())].filter((code) => !['WRONG_PASSWORD', 'INVALID_LINK'].includes(code))).toEqual([]);
    expect([instance.counts.verify - before, await verify({ token, password }), (await accountRow(accountId)).proven]).toEqual([mostTriesOfLink, ['INVALID_LINK'], false]);
  });
});

describe('the owner of the mailbox', () => {
  /** Signed in, with everything that could let the attacker in again. */
  async function prepared(email: string) {
    const { accountId } = await register(instance, email, attackers);
    const { session } = await logIn(instance, email, attackers);
    const caller = await callerOf(instance.sql, accountId);
    const { otpauthUrl } = await ask('beginTotp', 'PasswordInput', { password: attackers }, caller, 'otpauthUrl');
    const totp = URI.parse(otpauthUrl) as TOTP;
    await ask('confirmTotp', 'ConfirmTotpInput', { code: totp.generate({ timestamp: time.getTime() }) }, caller);
    const device = authenticator('https://support.example.org');
    const { token, options } = await ask('beginPasskey', 'PasswordInput', { password: attackers }, caller, 'token options');
    await ask('completePasskey', 'CompletePasskeyInput', { token, response: device.create(options) }, caller);
    await ask('beginPasskey', 'PasswordInput', { password: attackers }, caller, 'token');
    await ask('changeEmail', 'ChangeEmailInput', { email: `attacker-${email}`, password: attackers }, caller);
    await ask('requestSignInCode', 'EmailInput', { email });
    return { accountId, device, refreshToken: session!.refreshToken };
  }

  it('takes the account over by a new password, and nothing stays of what was set up before', async () => {
    const email = address();
    const { accountId, device, refreshToken } = await prepared(email);
    const theirs = tokenIn(await instance.mailTo(`attacker-${email}`, 'change-email'));
    await ask('requestPasswordReset', 'EmailInput', { email });
    const token = tokenIn(await instance.mailTo(email, 'reset-password'));
    expect(codes(await ask('resetPassword', 'ResetPasswordInput', { token, password: victims }))).toEqual([]);
    expect(await accountRow(accountId)).toEqual({ status: 'ACTIVE', proven: true });
    expect([(await refresh(instance, refreshToken)).session, (await logIn(instance, email, attackers)).session]).toEqual([null, null]);
    expect(await verify({ token: theirs, password: attackers })).toEqual(['INVALID_LINK']);
    const { challenge } = (await instance.ask<{ answer: Payload }>('mutation { answer: beginPasskeyLogin { challenge { token passkeyOptions } } }')).data!.answer;
    expect(codes(await ask('completeLogin', 'CompleteLoginInput', { token: challenge.token, passkey: device.get(challenge.passkeyOptions) }))).toEqual(['INVALID_FACTOR']);
    for (const table of ['totp', 'recovery_code', 'passkey', 'login_challenge', 'account_link', 'sign_in_code'])
      expect([table, (await instance.sql.query(`SELECT 1 FROM ${table} WHERE account_id = $1`, [accountId])).rowCount]).toEqual([table, 0]);
    expect((await logIn(instance, email, victims)).user?.id).toBe(accountId);
  });

  it('keeps the second factor of an account whose address was proven before', async () => {
    const email = address();
    const { accountId } = await prepared(email);
    expect(await verify({ token: await linkTo(email), password: attackers })).toEqual([]);
    await ask('requestPasswordReset', 'EmailInput', { email });
    expect(codes(await ask('resetPassword', 'ResetPasswordInput', { token: tokenIn(await instance.mailTo(email, 'reset-password')), password: victims }))).toEqual([]);
    const kept = await Promise.all(['totp', 'passkey'].map(async (table) => (await instance.sql.query(`SELECT 1 FROM ${table} WHERE account_id = $1`, [accountId])).rowCount));
    expect(kept).toEqual([1, 1]);
  });

  it('is mailed a link for the account in use, though an older registration has not finished', async () => {
    const email = address();
    await instance.sql.query("INSERT INTO account (id, email, password_hash, roles, customer_id, status, created_at) VALUES ('usr_unfinished', $1, '$argon2id$none', '{CUSTOMER}', 'cus_unfinished', 'PROVISIONED', '2026-01-01')", [email]);
    const { accountId } = await register(instance, email);
    await ask('requestPasswordReset', 'EmailInput', { email });
    expect(await linkOwner(instance.sql, tokenIn(await instance.mailTo(email, 'reset-password')))).toBe(accountId);
  });
});

describe('an account that has not proven the address', () => {
  const signIn = async (email: string, wanted: string, deviceToken: string | null = null) =>
    (await instance.ask<{ login: Payload }>('mutation ($input: LoginInput!) { login(input: $input) { session { refreshToken } deviceToken userErrors { code } } }',
      { input: { email, password: wanted, deviceToken } }, from('198.51.100.77'))).data!.login;

  it('gets no device token and clears no counter, and so no more guesses at the password of the address’s owner', async () => {
    const email = address();
    const owner = await register(instance, email, victims);
    expect(await verify({ token: await linkTo(email), password: victims })).toEqual([]);
    expect((await signIn(email, victims)).deviceToken).not.toBeNull();
    expect((await accountRow(owner.accountId)).proven).toBe(true);
    await register(instance, email, attackers);
    const outcomes: string[] = [];
    for (let n = 0; n < throttlePolicies.pair.free + 5; n += 1) {
      const own = await signIn(email, attackers);
      expect(own.deviceToken).toBeNull();
      outcomes.push(...codes(await signIn(email, `guess number ${n}`, own.deviceToken)));
    }
    expect(outcomes.filter((code) => code === 'INVALID_CREDENTIALS').length).toBeLessThanOrEqual(throttlePolicies.pair.free + 1);
    expect(outcomes.at(-1)).toBe('TOO_MANY_ATTEMPTS');
  });
});
