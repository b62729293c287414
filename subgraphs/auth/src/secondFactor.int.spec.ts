import { URI, type TOTP } from 'otpauth';
import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { authenticator } from './testing/authenticator.ts';
import { authInstance, aUser, callerOf, goodPassword, type AuthInstance } from './testing/authInstance.ts';
import { auditOf } from './testing/operations.ts';

const origin = 'https://support.example.org';
let instance: AuthInstance;
let time = new Date('2026-12-01T10:00:00Z');
let names = 0;
beforeAll(async () => {
  instance = await authInstance({ now: () => time });
});
afterAll(() => instance.stop());

const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1_000));
type Payload = Record<string, any>;
const ask = async (field: string, type: string | null, selection: string, input?: object, caller: Caller = anonymous): Promise<Payload> => {
  const document = type ? `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} userErrors { code } } }` : `mutation { answer: ${field} { ${selection} userErrors { code } } }`;
  return (await instance.ask<{ answer: Payload }>(document, { input }, caller)).data!.answer;
};
const codes = ({ userErrors }: Payload): string[] => userErrors.map(({ code }: Payload) => code);
const login = (email: string) =>
  ask('login', 'LoginInput', 'session { refreshToken } user { id } challenge { token methods passkeyOptions }', { email, password: goodPassword });
const complete = (input: object) => ask('completeLogin', 'CompleteLoginInput', 'session { refreshToken } user { id }', input);

async function person() {
  const { id, email } = await aUser(instance, `factor-${(names += 1)}`);
  return { id, email, caller: await callerOf(instance.sql, id) };
}

async function withTotp() {
  const who = await person();
  const { otpauthUrl } = await ask('beginTotp', 'PasswordInput', 'otpauthUrl secret', { password: goodPassword }, who.caller);
  const totp = URI.parse(otpauthUrl) as TOTP;
  const code = () => totp.generate({ timestamp: time.getTime() });
  const { recoveryCodes } = await ask('confirmTotp', 'ConfirmTotpInput', 'recoveryCodes', { code: code() }, who.caller);
  later(30);
  return { ...who, code, recoveryCodes: recoveryCodes as string[], totp };
}

async function withPasskey(device = authenticator(origin)) {
  const who = await person();
  const { token, options } = await ask('beginPasskey', 'PasswordInput', 'token options', { password: goodPassword }, who.caller);
  const made = await ask('completePasskey', 'CompletePasskeyInput', 'recoveryCodes', { token, response: device.create(options), name: 'a spec' }, who.caller);
  return { ...who, device, made };
}

describe('an authenticator app', () => {
  it('is asked for after the password, once it is confirmed, and each code is good once', async () => {
    const { id, email, code, recoveryCodes } = await withTotp();
    expect(recoveryCodes).toHaveLength(10);
    const first = await login(email);
    expect(first).toMatchObject({ session: null, user: null, challenge: { methods: ['TOTP', 'RECOVERY_CODE'], passkeyOptions: null } });
    const used = code();
    expect((await complete({ token: first['challenge'].token, totp: used })).user).toEqual({ id });
    expect(codes(await complete({ token: first['challenge'].token, totp: used }))).toEqual(['INVALID_FACTOR']);
    const second = await login(email);
    expect(codes(await complete({ token: second['challenge'].token, totp: used }))).toEqual(['INVALID_FACTOR']);
    later(30);
    expect((await complete({ token: second['challenge'].token, totp: code() })).session).not.toBeNull();
    expect(await auditOf(instance, id)).toEqual(expect.arrayContaining(['SECOND_FACTOR_ADDED', 'SECOND_FACTOR_REFUSED']));
  });

  it('gives one session to one code in a race', async () => {
    const { email, code } = await withTotp();
    const challenges = await Promise.all(Array.from({ length: 5 }, () => login(email)));
    const answers = await Promise.all(challenges.map(({ challenge }) => complete({ token: challenge.token, totp: code() })));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
  });

  it('is not guessed: five tries for a challenge, few for an account', async () => {
    const { email, code } = await withTotp();
    const { challenge } = await login(email);
    for (let n = 0; n < 5; n += 1) expect(codes(await complete({ token: challenge.token, totp: '000000' }))).toEqual(['INVALID_FACTOR']);
    expect(codes(await complete({ token: challenge.token, totp: code() }))).toEqual(['INVALID_FACTOR']);
    await instance.sql.query("UPDATE sign_in_throttle SET failures = 100 WHERE key LIKE 'factor:%'");
    await complete({ token: (await login(email))['challenge'].token, totp: '000000' });
    expect(codes(await complete({ token: (await login(email))['challenge'].token, totp: code() }))).toEqual(['TOO_MANY_ATTEMPTS']);
    await instance.sql.query("DELETE FROM sign_in_throttle WHERE key LIKE 'factor:%'");
  });

  it('is replaced by a recovery code, each once, typed as people type', async () => {
    const { email, recoveryCodes } = await withTotp();
    const typed = ` ${recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ')} `;
    expect((await complete({ token: (await login(email))['challenge'].token, recoveryCode: typed })).session).not.toBeNull();
    expect(codes(await complete({ token: (await login(email))['challenge'].token, recoveryCode: typed }))).toEqual(['INVALID_FACTOR']);
  });

  it('is removed with password and code only', async () => {
    const { email, caller, code, recoveryCodes } = await withTotp();
    const remove = (input: object) => ask('removeTotp', 'RemoveTotpInput', '', input, caller);
    expect(codes(await ask('beginTotp', 'PasswordInput', 'secret', { password: goodPassword }, caller))).toEqual(['ALREADY_IN_FORCE']);
    expect([codes(await remove({ password: 'wrong', totp: code() })), codes(await remove({ password: goodPassword })), codes(await remove({ password: goodPassword, totp: '000000' }))]).toEqual([
      ['WRONG_PASSWORD'], ['INVALID_FACTOR'], ['INVALID_FACTOR'],
    ]);
    expect(codes(await remove({ password: goodPassword, recoveryCode: recoveryCodes[3] }))).toEqual([]);
    expect((await login(email))['session']).not.toBeNull();
    expect((await instance.sql.query('SELECT 1 FROM recovery_code WHERE account_id = $1', [caller.id])).rowCount).toBe(0);
  });

  it('is not in force before a first right code, and its secret stands nowhere in clear', async () => {
    const { email, caller } = await person();
    const { secret } = await ask('beginTotp', 'PasswordInput', 'secret', { password: goodPassword }, caller);
    expect(codes(await ask('confirmTotp', 'ConfirmTotpInput', '', { code: '000000' }, caller))).toEqual(['INVALID_FACTOR']);
    expect((await login(email))['session']).not.toBeNull();
    const { totp, recoveryCodes } = await withTotp();
    const { rows } = await instance.sql.query<{ row: string }>('SELECT t::text AS row FROM totp t UNION ALL SELECT r::text FROM recovery_code r UNION ALL SELECT a::text FROM audit_entry a');
    const kept = rows.map(({ row }) => row).join('\n');
    expect([secret, totp.secret.base32, totp.secret.hex.toLowerCase(), recoveryCodes[0]].filter((text) => kept.includes(text as string))).toEqual([]);
  });

  it('is asked for no more when the password changed meanwhile', async () => {
    const { email, code, id, caller } = await withTotp();
    const { challenge } = await login(email);
    await ask('changePassword', 'ChangePasswordInput', '', { currentPassword: goodPassword, newPassword: 'another long password' }, caller);
    expect(codes(await complete({ token: challenge.token, totp: code() }))).toEqual(['INVALID_FACTOR']);
    expect(id).toMatch(/^usr_/);
  });
});

describe('a passkey', () => {
  it('is a second factor, told by its name to its owner', async () => {
    const { id, email, device, made, caller } = await withPasskey();
    expect(made['recoveryCodes']).toHaveLength(10);
    const { challenge } = await login(email);
    expect(challenge.methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
    const answer = device.get(challenge.passkeyOptions);
    expect((await complete({ token: challenge.token, passkey: answer })).user).toEqual({ id });
    expect(codes(await complete({ token: (await login(email))['challenge'].token, passkey: answer }))).toEqual(['INVALID_FACTOR']);
    const { secondFactors } = (await instance.ask<Payload>('{ secondFactors { totp recoveryCodesLeft passkeys { name } } }', {}, caller)).data!;
    expect(secondFactors).toEqual({ totp: false, recoveryCodesLeft: 10, passkeys: [{ name: 'a spec' }] });
  });

  it('signs in by itself, when the device has verified its owner', async () => {
    const { id, device } = await withPasskey();
    const begin = async () => (await ask('beginPasskeyLogin', null, 'challenge { token passkeyOptions }'))['challenge'];
    const challenge = await begin();
    expect((await complete({ token: challenge.token, passkey: device.get(challenge.passkeyOptions) })).user).toEqual({ id });
    const { device: careless } = await withPasskey(authenticator(origin, { verifiesUser: false }));
    const second = await begin();
    expect(codes(await complete({ token: second.token, passkey: careless.get(second.passkeyOptions) }))).toEqual(['INVALID_FACTOR']);
  });

  it.each([
    ['of another account', async () => (await withPasskey()).device],
    ['on another page', async (device: ReturnType<typeof authenticator>) => ((device.state.origin = 'https://evil.example'), device)],
    ['that was copied, its counter behind', async (device: ReturnType<typeof authenticator>) => ((device.state.counter = -1), device)],
    ['that was never registered', async () => authenticator(origin)],
  ])('%s does not open an account', async (_, spoil) => {
    const { email, device } = await withPasskey();
    const spoilt = await spoil(device);
    const { challenge } = await login(email);
    expect(codes(await complete({ token: challenge.token, passkey: spoilt.get(challenge.passkeyOptions) }))).toEqual(['INVALID_FACTOR']);
  });

  it('is removed with password and code only, by its owner only', async () => {
    const { email, caller, device, made } = await withPasskey();
    const stranger = await withPasskey();
    const remove = (input: object, who = caller) => ask('removePasskey', 'RemovePasskeyInput', '', { id: device.id, password: goodPassword, ...input }, who);
    expect(codes(await remove({}))).toEqual(['INVALID_FACTOR']);
    expect(codes(await remove({ recoveryCode: stranger.made['recoveryCodes'][0] }, stranger.caller))).toEqual(['NOT_FOUND']);
    expect(codes(await remove({ recoveryCode: made['recoveryCodes'][0] }))).toEqual([]);
    expect((await login(email))['session']).not.toBeNull();
  });

  it.each(['', 'null', '[]', '{"id":5}', '{"id":"x","response":{}}', `{"id":"${'x'.repeat(30_000)}"}`])('%.30s is no answer of a device', async (response) => {
    const { caller } = await person();
    const { token } = await ask('beginPasskey', 'PasswordInput', 'token', { password: goodPassword }, caller);
    expect(codes(await ask('completePasskey', 'CompletePasskeyInput', '', { token, response }, caller))).toEqual(['INVALID_FACTOR']);
    const { challenge } = await ask('beginPasskeyLogin', null, 'challenge { token }');
    expect(codes(await complete({ token: challenge.token, passkey: response }))).toEqual(['INVALID_FACTOR']);
  });
});

describe('lost factors', () => {
  it('recovery codes are renewed with the present factor only; the old ones end', async () => {
    const { id, email, caller, code, recoveryCodes } = await withTotp();
    const renew = (input: object) => ask('renewRecoveryCodes', 'RenewRecoveryCodesInput', 'recoveryCodes', { password: goodPassword, ...input }, caller);
    expect([codes(await renew({})), codes(await renew({ totp: '000000' })), codes(await renew({ password: 'wrong', totp: code() }))]).toEqual([
      ['INVALID_FACTOR'], ['INVALID_FACTOR'], ['WRONG_PASSWORD'],
    ]);
    const renewed = (await renew({ totp: code() }))['recoveryCodes'] as string[];
    expect([new Set([...renewed, ...recoveryCodes]).size, await auditOf(instance, id)]).toEqual([20, expect.arrayContaining(['RECOVERY_CODES_RENEWED'])]);
    const { challenge } = await login(email);
    expect(challenge.methods).toEqual(['TOTP', 'RECOVERY_CODE']);
    expect(codes(await complete({ token: challenge.token, recoveryCode: recoveryCodes[0] }))).toEqual(['INVALID_FACTOR']);
    expect((await complete({ token: challenge.token, recoveryCode: renewed[0] })).user).toEqual({ id });
  });

  it.each([['an app', withTotp], ['a passkey', withPasskey]])('%s is cleared by an ADMIN for another account; its sessions end and its owner is told', async (_, prepare) => {
    const { id, email, caller } = await prepare();
    const clear = (userId: string) => ask('clearSecondFactor', 'ClearSecondFactorInput', '', { userId }, instance.admin);
    expect(codes(await clear(id))).toEqual([]);
    await instance.mailTo(email, 'second-factor-cleared');
    const { rows } = await instance.sql.query('SELECT 1 FROM session WHERE id = $1 AND ended_at IS NULL', [caller.sessionId]);
    const left = await instance.sql.query('SELECT 1 FROM recovery_code WHERE account_id = $1', [id]);
    expect([rows, left.rowCount, await auditOf(instance, id)]).toEqual([[], 0, expect.arrayContaining(['SECOND_FACTOR_CLEARED'])]);
    expect((await login(email))['session']).not.toBeNull();
    expect([codes(await clear(id)), codes(await clear('usr_none')), codes(await clear(instance.admin.id!))]).toEqual([['NOT_FOUND'], ['NOT_FOUND'], ['OWN_ACCOUNT']]);
  });
});
