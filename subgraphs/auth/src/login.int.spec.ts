import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { rateLimited } from '@sysops-squad/chassis/graphqlErrors';
import { argon2id } from './passwords/argon2.ts';
import { startAuth } from './start.ts';
import { createLogger } from '@sysops-squad/chassis/logger';
import { throttlePolicies } from './domain/throttle.ts';
import { auditOf, from, logIn, loginDocument, refresh } from './testing/operations.ts';
import { authInstance, aUser, goodPassword, saveUser, type AuthInstance } from './testing/authInstance.ts';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { callerWith } from '@sysops-squad/chassis/testing/identity';

describe('signing in', () => {
  let time = new Date('2026-11-22T13:00:00Z');
  let instance: AuthInstance;
  beforeAll(async () => {
    instance = await authInstance({ now: () => time });
  });
  afterAll(() => instance.stop());

  const keySet = () => createRemoteJWKSet(new URL(instance.auth.url.replace('/graphql', '/.well-known/jwks.json')));
  const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1_000));

  it('gives an access token that the published keys verify', async () => {
    const { id } = await aUser(instance, 'anna', { roles: ['EXPERT'], expertId: 'exp_000009' });
    const { session, user, userErrors } = await logIn(instance, ' ANNA@example.org ', goodPassword);
    expect([user, userErrors]).toEqual([{ id, email: 'anna@example.org', roles: ['EXPERT'] }, []]);
    const required = { issuer: 'sysops-squad/auth', audience: 'sysops-squad', typ: 'at+jwt', algorithms: ['EdDSA'], currentDate: time };
    const { payload } = await jwtVerify(session!.accessToken, keySet(), required);
    expect(payload).toMatchObject({ sub: id, roles: ['EXPERT'], expertId: 'exp_000009', sid: expect.stringMatching(/^ses_/) });
    expect(payload.exp! - payload.iat!).toBe(300);
    expect(new Date(session!.accessTokenExpiresAt).getTime()).toBe(payload.exp! * 1_000);
    expect(decodeProtectedHeader(session!.accessToken)).toMatchObject({ alg: 'EdDSA', kid: expect.any(String) });
    expect(await auditOf(instance, payload['sid'] as string)).toEqual(['SIGNED_IN']);
    const { rows } = await instance.sql.query(`SELECT encode(token_hash, 'hex') AS hash FROM refresh_token`);
    expect(JSON.stringify(rows)).not.toContain(session!.refreshToken);
  });

  it('answers unknown, deactivated and unfinished accounts and wrong passwords alike, after the same hashes each', async () => {
    const { id } = await aUser(instance, 'gone');
    await aUser(instance, 'berta');
    await saveUser(instance, { id, active: false });
    await instance.sql.query(`UPDATE account SET status = 'PROVISIONED' WHERE id = $1`, [(await aUser(instance, 'half')).id]);
    const before = { ...instance.counts };
    const answers = [];
    for (const [name, password] of [['nobody', goodPassword], ['gone', goodPassword], ['half', goodPassword], ['berta', 'wrong']] as const) {
      answers.push(await logIn(instance, `${name}@example.org`, password));
    }
    expect(answers[0]).toMatchObject({ session: null, user: null, userErrors: [{ code: 'INVALID_CREDENTIALS', field: null }] });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect([instance.counts.verify - before.verify, instance.counts.hash - before.hash]).toEqual([16, 0]);
  });

  it('slows guesses at an account from one place down, known or not, and forgets at success', async () => {
    await aUser(instance, 'clara');
    for (const name of ['clara', 'unknown-clara']) {
      for (let n = 0; n <= throttlePolicies.pair.free; n += 1) expect((await logIn(instance, `${name}@example.org`, 'wrong')).userErrors[0]!.code).toBe('INVALID_CREDENTIALS');
      const before = instance.counts.verify;
      const blocked = await logIn(instance, `${name}@example.org`, goodPassword);
      expect(blocked).toMatchObject({ session: null, userErrors: [{ code: 'TOO_MANY_ATTEMPTS', message: 'Too many attempts: try again in 1 seconds.' }] });
      expect(instance.counts.verify).toBe(before);
    }
    later(2);
    expect((await logIn(instance, 'clara@example.org', goodPassword)).session).not.toBeNull();
    const { rows } = await instance.sql.query("SELECT 1 FROM sign_in_throttle WHERE failures > 5 AND key LIKE 'pair:%'");
    expect(rows).toHaveLength(1);
  });

  it('slows an address down over many accounts, and nobody else', async () => {
    await aUser(instance, 'dora');
    const attacker = from('203.0.113.7');
    for (let n = 0; n <= throttlePolicies.address.free; n += 1) await logIn(instance, `guess-${n}@example.org`, 'wrong', attacker);
    expect((await logIn(instance, 'dora@example.org', goodPassword, attacker)).userErrors[0]!.code).toBe('TOO_MANY_ATTEMPTS');
    expect((await logIn(instance, 'dora@example.org', goodPassword, from('203.0.113.8'))).session).not.toBeNull();
  });

  it('lets no burst of guesses through the throttle', async () => {
    await aUser(instance, 'emma');
    const burst = await Promise.all(Array.from({ length: 60 }, (_, n) => logIn(instance, 'emma@example.org', `guess ${n}`)));
    const checked = burst.filter(({ userErrors }) => userErrors[0]!.code === 'INVALID_CREDENTIALS').length;
    // Four hashes run at once: at most three more than allowed are checked before the block is seen.
    expect(checked).toBeLessThanOrEqual(throttlePolicies.pair.free + 4);
    expect(checked).toBeGreaterThan(throttlePolicies.pair.free);
  });

  it('hashes again when the parameters have changed', async () => {
    const { id } = await aUser(instance, 'frida');
    const old = await argon2id({ memoryCost: 32, timeCost: 2 }).hash(goodPassword);
    await instance.sql.query('UPDATE account SET password_hash = $2 WHERE id = $1', [id, old]);
    expect((await logIn(instance, 'frida@example.org', goodPassword)).session).not.toBeNull();
    const { rows } = await instance.sql.query<{ password_hash: string }>('SELECT password_hash FROM account WHERE id = $1', [id]);
    expect(rows[0]!.password_hash).toContain('$m=64,t=1,p=1$');
    expect((await logIn(instance, 'frida@example.org', goodPassword)).session).not.toBeNull();
  });

  it('ends sessions with a new password and with a deactivation', async () => {
    for (const change of [{ password: 'another long password' }, { active: false }]) {
      const { id } = await aUser(instance, `greta-${Object.keys(change)[0]}`);
      const { session } = await logIn(instance, `greta-${Object.keys(change)[0]}@example.org`, goodPassword);
      await saveUser(instance, { id, ...change });
      expect((await refresh(instance, session!.refreshToken)).userErrors[0]!.code).toBe('INVALID_REFRESH_TOKEN');
    }
  });

  it('says RATE_LIMITED when too many wait for a hash', async () => {
    const full = await authInstance({ gate: () => Promise.reject(rateLimited('full', 3)) });
    const { errors } = await full.ask(loginDocument, { email: 'a@example.org', password: 'x' });
    expect(errors![0]!.extensions.code).toBe('RATE_LIMITED');
    await full.stop();
  });

  it('answers nobody but the router', async () => {
    const body = JSON.stringify({ query: '{ me { id } }' });
    const stranger = createProofSigner((await import('@sysops-squad/chassis/testing/identity')).testKeys().router.private);
    const forged = stranger({ subgraph: 'auth', method: 'POST', path: '/graphql', body, caller: callerWith('ADMIN') });
    for (const proof of [{}, { [proofHeader]: forged }]) {
      const response = await fetch(instance.auth.url, { method: 'POST', headers: { 'content-type': 'application/json', ...proof }, body });
      expect(response.status).toBe(401);
    }
  });

  it('signs alike in two instances', async () => {
    const other = await startAuth(instance.settings, createLogger('auth'), { hasher: instance.hasher, now: () => time });
    const { session } = await logIn({ ...instance, auth: other }, 'anna@example.org', goodPassword);
    await expect(jwtVerify(session!.accessToken, keySet(), { currentDate: time })).resolves.toBeDefined();
    await other.stop();
  });
});
