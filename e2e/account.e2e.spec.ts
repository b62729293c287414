import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { URI, type TOTP } from 'otpauth';
import { openSession } from '@sysops-squad/client/session';
import { startSystem, type System } from './testing/system.ts';
import { eventually, send, sendWell } from './testing/wire.ts';

type Mail = { to: string; template: string; body: string };

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 120_000);
afterAll(() => system?.stop(), 30_000);

const password = 'ein apfelbaum im garten';
const aCustomer = () => ({
  name: 'Ada Lovelace', email: `ada-${randomUUID()}@example.org`, password, phone: '+4930123456', notificationChannel: 'EMAIL', idempotencyKey: randomUUID(),
  address: { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' },
});

async function mailTo(to: string, template: string): Promise<Mail> {
  const folder = join(system.folder, 'outbox');
  const find = async (): Promise<Mail | undefined> => {
    const files = await readdir(folder).catch((): string[] => []);
    const mails = await Promise.all(files.filter((file) => file.startsWith('msg_')).map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Mail));
    return mails.find((mail) => mail.to === to && mail.template === template);
  };
  return (await eventually(find, (mail) => mail !== undefined))!;
}

const tokenIn = ({ body }: Mail): string => /#([\w-]{43})/.exec(body)![1]!;

test('a customer registers, works at once, and proves the address by the link that was mailed', async () => {
  const nobody = await system.anonymous();
  const input = aCustomer();
  const { customer } = await sendWell(nobody, 'RegisterCustomer', { input });
  const session = await openSession({ url: system.url, email: input.email, password });
  expect(await sendWell(session, 'Me')).toMatchObject({ email: input.email });
  const mail = await mailTo(input.email, 'verify-email');
  const link = /https?:\S+/.exec(mail.body)![0];
  expect((await fetch(link)).headers.get('content-type')).toContain('text/html');
  const alone = await send(nobody, 'VerifyEmail', { input: { token: tokenIn(mail) } });
  expect(alone.data!['verifyEmail'].userErrors[0].code).toBe('PASSWORD_NEEDED');
  await sendWell(nobody, 'VerifyEmail', { input: { token: tokenIn(mail), password } });
  const proven = () => system.query('customer', 'SELECT 1 FROM customer WHERE id = $1 AND email_verified_at IS NOT NULL', [customer.id]);
  await eventually(proven, (rows) => rows.length === 1);
  const { data } = await send(nobody, 'VerifyEmail', { input: { token: tokenIn(mail) } });
  expect(data!['verifyEmail'].userErrors[0].code).toBe('INVALID_LINK');
});

test('a forgotten password is replaced by the link that was mailed, and ends what was signed in', async () => {
  const nobody = await system.anonymous();
  const input = aCustomer();
  await sendWell(nobody, 'RegisterCustomer', { input });
  const before = await sendWell(nobody, 'LoginOnDevice', { input: { email: input.email, password, deviceName: 'a spec' } });
  await sendWell(nobody, 'RequestPasswordReset', { input: { email: input.email } });
  await sendWell(nobody, 'RequestPasswordReset', { input: { email: `nobody-${randomUUID()}@example.org` } });
  const token = tokenIn(await mailTo(input.email, 'reset-password'));
  const weak = await send(nobody, 'ResetPassword', { input: { token, password: 'short' } });
  expect(weak.data!['resetPassword'].userErrors[0].code).toBe('WEAK_PASSWORD');
  await sendWell(nobody, 'ResetPassword', { input: { token, password: 'another apple tree' } });
  const old = await send(nobody, 'RefreshSession', { refreshToken: before.session.refreshToken });
  expect(old.data!['refreshSession'].session).toBeNull();
  const session = await openSession({ url: system.url, email: input.email, password: 'another apple tree' });
  expect(await sendWell(session, 'Sessions')).toEqual([expect.objectContaining({ current: true })]);
});

test('a second factor is asked for after the password, and a code of the app opens the session', async () => {
  const nobody = await system.anonymous();
  const input = aCustomer();
  await sendWell(nobody, 'RegisterCustomer', { input });
  const session = await openSession({ url: system.url, email: input.email, password });
  const { otpauthUrl } = await sendWell(session, 'BeginTotp', { input: { password } });
  const totp = URI.parse(otpauthUrl) as TOTP;
  const { recoveryCodes } = await sendWell(session, 'ConfirmTotp', { input: { code: totp.generate() } });
  const first = await sendWell(nobody, 'LoginOnDevice', { input: { email: input.email, password } });
  expect(first).toMatchObject({ session: null, challenge: { methods: ['TOTP', 'RECOVERY_CODE'] } });
  const again = await send(nobody, 'CompleteLogin', { input: { token: first.challenge.token, totp: '000000' } });
  expect(again.data!['completeLogin'].userErrors[0].code).toBe('INVALID_FACTOR');
  const opened = await sendWell(nobody, 'CompleteLogin', { input: { token: first.challenge.token, recoveryCode: recoveryCodes[0] } });
  expect(opened.user.email).toBe(input.email);
  expect(await sendWell(session, 'SecondFactors')).toEqual({ totp: true, recoveryCodesLeft: 9, passkeys: [] });
});
