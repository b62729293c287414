import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { Caller } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { decodeJwt } from 'jose';
import { parse, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { selectAll } from '../../../e2e/rights/operations.ts';
import { argon2id } from './passwords/argon2.ts';
import { authInstance, aUser, callerOf, goodPassword, saveUser, type AuthInstance } from './testing/authInstance.ts';
import { logIn, refresh } from './testing/operations.ts';

let instance: AuthInstance;
let names = 0;
let ahead = 0;
beforeAll(async () => {
  instance = await authInstance({ now: () => new Date(Date.now() + ahead) });
});
afterAll(() => instance.stop());

const router = callerWith('SYSTEM', { id: 'router' });
const newName = (): string => `somebody-${(names += 1)}`;
const anAdmin = async (): Promise<Caller & { id: string }> => {
  const { id } = await aUser(instance, newName(), { roles: ['ADMIN', 'MANAGER'], expertId: `exp_${names}`, customerId: `cus_${names}` });
  return { ...(await callerOf(instance.sql, id)), id };
};
type Revoked = { revokedSessions: { sessions: { id: string; at: string }[]; cursor: string; refuseTokensUntil: string | null } };
const revoked = async (after?: string) => {
  const { data, errors } = await instance.ask<Revoked>('query ($after: String) { revokedSessions(after: $after) { sessions { id at } cursor refuseTokensUntil } }', { after }, router);
  if (errors) throw new Error(JSON.stringify(errors));
  return data!.revokedSessions;
};
const isRevoked = async (sessionId: string | null) => (await revoked()).sessions.some(({ id }) => id === sessionId);
const codeOf = async (query: string, caller: Caller) => (await instance.ask(query, {}, caller)).errors?.[0]?.extensions.code ?? 'answered';

/** Each by an ADMIN who has every right, the last one by SQL, as a command might that forgets to say that sessions end. */
const losses: Record<string, (id: string) => Promise<unknown>> = {
  'is deactivated': (id) => saveUser(instance, { id, active: false }),
  'loses a role': (id) => saveUser(instance, { id, roles: ['MANAGER'] }),
  'gets a new password': (id) => saveUser(instance, { id, password: 'another long password' }),
  'is linked to another customer': (id) => saveUser(instance, { id, customerId: `cus_other_${names}` }),
  'is linked to another expert': (id) => saveUser(instance, { id, expertId: `exp_other_${names}` }),
  'is deactivated by SQL alone': (id) => instance.sql.query("UPDATE account SET status = 'DEACTIVATED' WHERE id = $1", [id]),
  'loses a role by SQL alone': (id) => instance.sql.query("UPDATE account SET roles = '{MANAGER}' WHERE id = $1", [id]),
  'has its sessions deleted': (id) => instance.sql.query('DELETE FROM session WHERE account_id = $1', [id]),
};

describe.each(Object.keys(losses))('an ADMIN who %s', (how) => {
  it('is refused at once with the token from before, and its session is told to the router', async () => {
    const admin = await anAdmin();
    expect([await codeOf('{ auditLog { edges { node { id } } } }', admin), await isRevoked(admin.sessionId)]).toEqual(['answered', false]);
    await losses[how]!(admin.id);
    expect(await isRevoked(admin.sessionId)).toBe(true);
    const makesAnother = `mutation { saveUser(input: { email: "${newName()}@example.org", password: "${goodPassword}", roles: [ADMIN] }) { user { id } userErrors { code } } }`;
    expect(await codeOf(`mutation { saveUser(input: { id: "${admin.id}", active: true, roles: [ADMIN] }) { userErrors { code } } }`, admin)).toBe('UNAUTHENTICATED');
    expect(await codeOf(makesAnother, admin)).toBe('UNAUTHENTICATED');
    expect((await instance.sql.query('SELECT 1 FROM account WHERE email = $1', [`somebody-${names}@example.org`])).rowCount).toBe(0);
  });
});

it('a role or link that is added ends no session', async () => {
  const { id } = await aUser(instance, newName(), { roles: ['CUSTOMER'] });
  const { sessionId } = await callerOf(instance.sql, id);
  await saveUser(instance, { id, roles: ['CUSTOMER', 'MANAGER'], customerId: `cus_new_${names}` });
  expect(await isRevoked(sessionId)).toBe(false);
});

describe('every field of auth that is not public refuses a session that has ended', () => {
  const schema = buildSubgraphSchema(parse(readFileSync(join(import.meta.dirname, '../schema.graphql'), 'utf8')));
  const rulesOf = ({ astNode }: GraphQLField<unknown, unknown>): string => JSON.stringify(astNode!.directives);
  const fieldsOf = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
    Object.values(type.getFields()).filter((field) => field.astNode && !rulesOf(field).includes('"public"') && !['logout', '_entities', '_service'].includes(field.name));
  const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) => fieldsOf(type).map((field) => ({ name: `${type.name}.${field.name}`, type, field })));

  it.each(fields)('$name', async ({ type, field }) => {
    const admin = await anAdmin();
    await instance.sql.query("UPDATE session SET ended_at = now(), end_reason = 'SIGNED_OUT' WHERE id = $1", [admin.sessionId]);
    const system = rulesOf(field).includes('SYSTEM');
    expect(await codeOf(`${type.name.toLowerCase()} { ${selectAll(field, 1, () => undefined)} }`, admin)).toBe(system ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  });
});

it('two who take the right from each other at the same moment: one does', async () => {
  for (let n = 0; n < 10; n += 1) {
    const [ada, ava] = [await anAdmin(), await anAdmin()];
    const takeFrom = (other: Caller, by: Caller) => codeOf(`mutation { saveUser(input: { id: "${other.id}", active: false }) { userErrors { code } } }`, by);
    expect((await Promise.all([takeFrom(ava, ada), takeFrom(ada, ava)])).sort()).toEqual(['UNAUTHENTICATED', 'answered']);
  }
});

it('keeps one administrator, whoever goes first', async () => {
  const own = await authInstance();
  const admins = await Promise.all(['ada', 'ava', 'amy'].map((name) => aUser(own, name, { roles: ['ADMIN'] })));
  const all = [own.admin, ...(await Promise.all(admins.map(({ id }) => callerOf(own.sql, id))))];
  const answers = await Promise.all(all.map((caller) => saveUser(own, { id: caller.id, active: false }, caller)));
  expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'saved').sort()).toEqual(['LAST_ADMIN', 'saved', 'saved', 'saved']);
  await own.stop();
});

describe('signing in while the account is changed', () => {
  /** Does something between the look at the password and the session. */
  const meanwhile = async (change: (id: string) => Promise<unknown>) => {
    const name = newName();
    const { id } = await aUser(instance, name, { roles: ['ADMIN'] });
    const slow = argon2id({ memoryCost: 64, timeCost: 1 });
    let changed = false;
    const hasher = { ...slow, verify: async (hash: string, password: string) => {
      const matches = await slow.verify(hash, password);
      if (!changed) await change(id);
      changed = true;
      return matches;
    } };
    const own = await authInstanceOn(hasher);
    const { session } = await logIn(own, `${name}@example.org`, goodPassword);
    await own.auth.stop();
    return session && decodeJwt(session.accessToken);
  };
  const authInstanceOn = async (hasher: AuthInstance['hasher']): Promise<AuthInstance> => {
    const { startAuth } = await import('./start.ts');
    const { createLogger } = await import('@sysops-squad/chassis/logger');
    const auth = await startAuth(instance.settings, createLogger('auth'), { hasher });
    return { ...instance, auth, ask: instance.askAt(auth.url) };
  };

  it('opens nothing for who was deactivated', async () => expect(await meanwhile((id) => saveUser(instance, { id, active: false }))).toBeNull());
  it('opens nothing for a password that was replaced', async () => expect(await meanwhile((id) => saveUser(instance, { id, password: 'another long password' }))).toBeNull());
  it('states the roles that are left', async () => expect(await meanwhile((id) => saveUser(instance, { id, roles: ['MANAGER'] }))).toMatchObject({ roles: ['MANAGER'] }));
});

describe('what the router is told', () => {
  const endedSession = async (): Promise<string> => {
    const { email } = await aUser(instance, newName());
    const { session } = await logIn(instance, email, goodPassword);
    const { sub, sid } = decodeJwt(session!.accessToken);
    await instance.ask('mutation { logout { userErrors { code } } }', {}, callerWith('OPERATIVE', { id: sub!, sessionId: String(sid) }));
    return String(sid);
  };
  const idsSince = async (after: string) => (await revoked(after)).sessions.map(({ id }) => id);

  it('is what ended since the last answer, a sign-out and a stolen refresh token too', async () => {
    const { cursor } = await revoked();
    expect(await idsSince(cursor)).toEqual([]);
    const signedOut = await endedSession();
    const { email } = await aUser(instance, newName());
    const { refreshToken, accessToken } = (await logIn(instance, email, goodPassword)).session!;
    await refresh(instance, refreshToken);
    // Beyond the seconds in which two tabs may exchange one token.
    ahead += 11_000;
    await refresh(instance, refreshToken);
    expect((await idsSince(cursor)).sort()).toEqual([signedOut, String(decodeJwt(accessToken)['sid'])].sort());
  });

  it('leaves out none whose transaction began before an answer and committed after it', async () => {
    const [early, late] = [await anAdmin(), await anAdmin()];
    const end = 'UPDATE session SET ended_at = now(), end_reason = $2 WHERE id = $1';
    const slow = await instance.sql.connect();
    await slow.query('BEGIN');
    await slow.query(end, [early.sessionId, 'SIGNED_OUT']);
    await instance.sql.query(end, [late.sessionId, 'SIGNED_OUT']);
    const { cursor } = await revoked();
    await slow.query('COMMIT');
    slow.release();
    expect(await idsSince(cursor)).toEqual([early.sessionId]);
  });

  it('is all of it for a cursor of another server, and refused for what is no cursor', async () => {
    const sid = await endedSession();
    expect(await idsSince('99999999999:99999999999:')).toContain(sid);
    for (const cursor of ['', 'x', '1:2', '1:2:3; DROP TABLE session', '9'.repeat(30)]) await expect(revoked(cursor)).rejects.toThrow('BAD_USER_INPUT');
  });

  it('is bounded: the others are told as a time', async () => {
    const own = await authInstance();
    await own.sql.query("INSERT INTO revoked_session SELECT 'ses_' || n, now() - n * interval '1 millisecond' FROM generate_series(1, 5100) n");
    const { data } = await own.ask<Revoked>('{ revokedSessions { sessions { id } refuseTokensUntil } }', {}, router);
    const { rows } = await own.sql.query<{ at: Date }>("SELECT revoked_at AS at FROM revoked_session WHERE session_id = 'ses_5001'");
    expect([data!.revokedSessions.sessions.length, data!.revokedSessions.refuseTokensUntil]).toEqual([5_000, rows[0]!.at.toISOString()]);
    await own.stop();
  });

  it('is forgotten when no token can be left', async () => {
    await instance.sql.query("INSERT INTO revoked_session VALUES ('ses_old', now() - interval '61 minutes')");
    const sid = await endedSession();
    await instance.auth.application.forgetWhatIsOver();
    expect([await isRevoked('ses_old'), await isRevoked(sid)]).toEqual([false, true]);
  });
});
