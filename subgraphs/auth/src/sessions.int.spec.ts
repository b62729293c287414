import { decodeJwt, decodeProtectedHeader } from 'jose';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { auditOf, logIn, refresh } from './testing/operations.ts';
import { authInstance, aUser, goodPassword, type AuthInstance } from './testing/authInstance.ts';

const day = 24 * 60 * 60 * 1000;

describe('a session', () => {
  let time: Date;
  let instance: AuthInstance;
  let names = 0;
  beforeAll(async () => {
    time = new Date('2026-11-22T13:00:00Z');
    instance = await authInstance({ now: () => time });
  });
  afterAll(() => instance.stop());

  const pass = (milliseconds: number) => (time = new Date(time.getTime() + milliseconds));
  const signedIn = async () => {
    const { id, email } = await aUser(instance, `person-${(names += 1)}`);
    const session = (await logIn(instance, email, goodPassword)).session!;
    return { id, email, ...session, sessionId: decodeJwt(session.accessToken)['sid'] as string };
  };

  it('goes on with each new refresh token', async () => {
    const { id, refreshToken, sessionId } = await signedIn();
    const first = (await refresh(instance, refreshToken)).session!;
    const second = (await refresh(instance, first.refreshToken)).session!;
    expect(decodeJwt(second.accessToken)).toMatchObject({ sub: id, sid: sessionId });
    expect(await auditOf(instance, sessionId)).toEqual(['SESSION_REFRESHED', 'SESSION_REFRESHED', 'SIGNED_IN']);
  });

  it('gives 100 simultaneous exchanges the same successor, which is kept nowhere', async () => {
    const { refreshToken, sessionId } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(instance, refreshToken)));
    const successors = new Set(answers.map(({ session }) => session?.refreshToken));
    expect([successors.size, successors.has(undefined), successors.has(refreshToken)]).toEqual([1, false, false]);
    expect((await auditOf(instance, sessionId)).sort()).toEqual(['SESSION_REFRESHED', 'SIGNED_IN']);
    expect((await refresh(instance, [...successors][0]!)).session).not.toBeNull();
    const { rows } = await instance.sql.query(`SELECT * FROM refresh_token t JOIN session s ON s.id = t.session_id WHERE s.id = $1`, [sessionId]);
    expect(JSON.stringify(rows)).not.toContain([...successors][0]);
  });

  it('goes on in two tabs, one of which is some exchanges ahead, within seconds of each exchange', async () => {
    const { refreshToken } = await signedIn();
    const first = (await refresh(instance, refreshToken)).session!.refreshToken;
    const second = (await refresh(instance, first)).session!.refreshToken;
    pass(9_000);
    expect((await refresh(instance, refreshToken)).session!.refreshToken).toBe(second);
    expect((await refresh(instance, second)).session).not.toBeNull();
  });

  it('is not prolonged by a token that comes again after sign-out', async () => {
    const { id, refreshToken, sessionId } = await signedIn();
    await refresh(instance, refreshToken);
    await instance.ask('mutation { logout { userErrors { code } } }', {}, callerWith('OPERATIVE', { id, sessionId }));
    expect((await refresh(instance, refreshToken)).session).toBeNull();
  });

  it('ends with its whole family when a token comes again after the seconds of grace, and leaves others alone', async () => {
    const { email, refreshToken } = await signedIn();
    const other = (await logIn(instance, email, goodPassword)).session!;
    const next = (await refresh(instance, refreshToken)).session!;
    pass(10_001);
    expect((await refresh(instance, refreshToken)).userErrors[0]!.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await refresh(instance, next.refreshToken)).session).toBeNull();
    expect((await refresh(instance, other.refreshToken)).session).not.toBeNull();
  });

  it('dies after 7 days unused and after 30 days in any case', async () => {
    let { refreshToken } = await signedIn();
    for (let days = 6; days < 30; days += 6) {
      pass(6 * day);
      refreshToken = (await refresh(instance, refreshToken)).session!.refreshToken;
    }
    pass(6 * day);
    expect((await refresh(instance, refreshToken)).session).toBeNull();
    const idle = await signedIn();
    pass(7 * day);
    expect((await refresh(instance, idle.refreshToken)).session).toBeNull();
  });

  it('ends at sign-out, for its own token only', async () => {
    const { id, email, refreshToken, sessionId } = await signedIn();
    const other = (await logIn(instance, email, goodPassword)).session!;
    const logOut = (caller = callerWith('OPERATIVE', { id, sessionId })) => instance.ask('mutation Logout { logout { userErrors { code message } } }', {}, caller);
    await logOut(callerWith('OPERATIVE', { id: 'usr_somebody', sessionId }));
    const next = (await refresh(instance, refreshToken)).session!;
    expect(await logOut()).toEqual({ data: { logout: { userErrors: [] } } });
    expect((await refresh(instance, next.refreshToken)).session).toBeNull();
    expect((await refresh(instance, other.refreshToken)).session).not.toBeNull();
    await logOut();
    expect(await auditOf(instance, sessionId)).toEqual(['SESSION_REFRESHED', 'SIGNED_IN', 'SIGNED_OUT']);
  });

  it.each(['', 'nonsense', 'x'.repeat(10_000)])('is not opened by %s', async (token) => {
    expect((await refresh(instance, token)).userErrors[0]!.code).toBe('INVALID_REFRESH_TOKEN');
  });

  it('is forgotten when it is over, not before', async () => {
    const { sessionId } = await signedIn();
    const isKept = async () => (await instance.sql.query('SELECT 1 FROM session WHERE id = $1', [sessionId])).rowCount === 1;
    await instance.auth.application.forgetWhatIsOver();
    expect(await isKept()).toBe(true);
    pass(31 * day);
    await instance.auth.application.forgetWhatIsOver();
    expect(await isKept()).toBe(false);
  });
});

describe('signing keys', () => {
  it('rotate with an overlap, once for all instances, and lose their private half', async () => {
    let time = new Date('2026-11-22T13:00:00Z');
    const instance = await authInstance({ now: () => time });
    const { rotateKeys, jwks } = instance.auth.application;
    const pass = (milliseconds: number) => (time = new Date(time.getTime() + milliseconds));
    const published = async () => (await jwks()).keys.map(({ kid }) => kid);
    const signsWith = async () => decodeProtectedHeader((await logIn(instance, 'anna@example.org', goodPassword)).session!.accessToken).kid;
    await aUser(instance, 'anna');

    const [first] = await published();
    expect(await rotateKeys()).toBeNull();
    pass(29 * day);
    await Promise.all(Array.from({ length: 10 }, () => jwks()));
    const made = (await Promise.all(Array.from({ length: 10 }, () => rotateKeys()))).filter(Boolean);
    expect(made).toHaveLength(1);
    expect([await published(), await signsWith()]).toEqual([[first, made[0]], first]);
    pass(day);
    expect([await published(), await signsWith()]).toEqual([[first, made[0]], made[0]]);
    pass(6 * 60_000);
    await rotateKeys();
    expect(await published()).toEqual(made);
    const { rows } = await instance.sql.query('SELECT kid FROM signing_key WHERE private_jwk IS NOT NULL');
    expect(rows).toEqual([{ kid: made[0] }]);

    const response = await fetch(instance.auth.url.replace('/graphql', '/.well-known/jwks.json'));
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: made[0], x: expect.any(String) }]);
    await instance.stop();
  });
});
