import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { createSessionTokens } from './tokens.ts';

const key = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;
const account = { id: 'usr_1', role: 'CUSTOMER' as const, customerId: 'cus_1', expertId: null };
const day = 86_400_000;

test('a refresh token lives for seven days and names its session', async () => {
  let now = new Date('2026-11-22T12:00:00Z');
  const tokens = await createSessionTokens({ privateJwk: key(), clock: () => now });
  const { refreshToken, accessToken, accessTokenExpiresAt } = await tokens.open(account, 'ses_1');
  expect(accessTokenExpiresAt).toEqual(new Date('2026-11-22T12:05:00Z'));
  expect(await tokens.readRefreshToken(accessToken)).toBeNull();
  now = new Date(now.getTime() + 7 * day - 1_000);
  expect(await tokens.readRefreshToken(refreshToken)).toEqual({ accountId: 'usr_1', sessionId: 'ses_1' });
  now = new Date(now.getTime() + 2_000);
  expect(await tokens.readRefreshToken(refreshToken)).toBeNull();
});

test('tokens of another key are not ours', async () => {
  const clock = () => new Date();
  const [ours, others] = await Promise.all([createSessionTokens({ privateJwk: key(), clock }), createSessionTokens({ privateJwk: key(), clock })]);
  expect(await ours.readRefreshToken((await others.open(account)).refreshToken)).toBeNull();
  expect(JSON.stringify(ours.jwks)).not.toContain('"d"');
});
