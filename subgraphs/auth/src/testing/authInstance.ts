import { randomUUID } from 'node:crypto';
import type { Channels, Message } from '@sysops-squad/chassis/delivery/channels';
import { createLogger } from '@sysops-squad/chassis/logger';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { until } from '@sysops-squad/chassis/testing/until';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import { argon2id, type PasswordHasher } from '../passwords/argon2.ts';
import type { Parts } from '../parts.ts';
import { startAuth } from '../start.ts';

export type Answer<Data> = { data?: Data | null; errors?: { message: string; extensions: { code: string } }[] };

/** Real argon2id with the least memory and time it takes, counted. */
export function countingHasher() {
  const cheap = argon2id({ memoryCost: 64, timeCost: 1 });
  const counts = { hash: 0, verify: 0 };
  const hasher: PasswordHasher = {
    hash: (password) => ((counts.hash += 1), cheap.hash(password)),
    verify: (passwordHash, password) => ((counts.verify += 1), cheap.verify(passwordHash, password)),
    isOutdated: cheap.isOutdated,
  };
  return { hasher, counts };
}

export const testSettings = (databaseUrl: string, keys = testKeys()) => ({
  databaseUrl, routerPublicKey: keys.router.public, port: 0, host: '127.0.0.1', keyRotationHours: 720, publicUrl: 'https://support.example.org',
  secret: 'a secret of this spec only', routerUrl: 'http://127.0.0.1:9/graphql', servicePrivateKey: keys.service.private,
  delivery: { outboxDir: '/nonexistent', smtpUrl: undefined },
});

/** Auth as it is served, on a database of its own, asked as the router asks it. */
export async function authInstance(replaced: Partial<Parts> = {}, more: { production?: boolean } = {}) {
  const keys = testKeys();
  const db = await testDatabase('auth');
  const { hasher, counts } = countingHasher();
  const settings = { ...testSettings(db.url, keys), ...more };
  const mails: Message[] = [];
  const channels: Channels = { EMAIL: async (mail) => void mails.push(mail), SMS: async () => undefined, close: () => undefined };
  const auth = await startAuth(settings, createLogger('auth'), { hasher, channels, answerAfterMs: 0, customers: { confirmEmail: async () => [] }, ...replaced });
  const sql = new pg.Pool({ connectionString: db.url, max: 2 });
  const sign = createProofSigner(keys.router.private);

  const askAt = (url: string) => async <Data>(query: string, variables: object = {}, caller: Caller = anonymous): Promise<Answer<Data>> => {
    const body = JSON.stringify({ query, variables });
    const proof = sign({ subgraph: 'auth', method: 'POST', path: '/graphql', body, caller });
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', [proofHeader]: proof }, body });
    return (await response.json()) as Answer<Data>;
  };
  const ask = askAt(auth.url);
  const stop = async (): Promise<void> => {
    await sql.end();
    await auth.stop();
    await db.drop();
  };
  await sql.query("INSERT INTO account VALUES ('usr_admin', 'admin@example.org', '$argon2id$nobody', '{ADMIN}', NULL, NULL, 'ACTIVE', '2026-01-01', '2026-01-01')");
  /** The newest mail of that kind to this address, when it has left. */
  const mailTo = async (to: string, template: string): Promise<Message> => {
    const newest = () => mails.findLast((mail) => mail.to === to && mail.template === template);
    await until(`${template} to ${to}`, () => newest() !== undefined);
    return newest()!;
  };
  return { mails, mailTo, auth, settings, ask, askAt, sql, hasher, counts, stop, admin: await callerOf(sql, 'usr_admin') };
}
export type AuthInstance = Awaited<ReturnType<typeof authInstance>>;

export const goodPassword = 'sysops-squad-demo';

/** The account as the router tells it after a sign-in: with its roles, its links and a session of its own. */
export async function callerOf(sql: pg.Pool, id: string): Promise<Caller> {
  const sessionId = `ses_${randomUUID()}`;
  const { rows } = await sql.query<Pick<Caller, 'roles' | 'customerId' | 'expertId'>>('SELECT roles, customer_id AS "customerId", expert_id AS "expertId" FROM account WHERE id = $1', [id]);
  await sql.query("INSERT INTO session (id, account_id, started_at, expires_at) VALUES ($1, $2, now(), now() + interval '1 day')", [sessionId, id]);
  return callerWith(rows[0]!.roles[0]!, { ...rows[0]!, id, sessionId });
}

const saveUserDocument = `mutation ($input: SaveUserInput!) { saveUser(input: $input) { user { id email roles active } userErrors { code field } } }`;
export type SavedUserAnswer = { saveUser: { user: { id: string; email: string; roles: string[]; active: boolean } | null; userErrors: { code: string; field: string | null }[] } };

export const saveUser = async (instance: AuthInstance, input: object, caller: Caller = instance.admin) =>
  (await instance.ask<SavedUserAnswer>(saveUserDocument, { input }, caller)).data!.saveUser;

/** An active account of that name at example.org with goodPassword. */
export async function aUser(instance: AuthInstance, name: string, more: object = {}): Promise<{ id: string; email: string }> {
  const { user, userErrors } = await saveUser(instance, { email: `${name}@example.org`, password: goodPassword, roles: ['OPERATIVE'], ...more });
  if (!user) throw new Error(JSON.stringify(userErrors));
  return user;
}

export type SessionAnswer = { accessToken: string; accessTokenExpiresAt: string; refreshToken: string };
export type LoginAnswer = {
  login: { session: SessionAnswer | null; user: { id: string; email: string; roles: string[] } | null; userErrors: { code: string; message: string; field: string | null }[] };
};
export type RefreshAnswer = { refreshSession: { session: SessionAnswer | null; userErrors: { code: string; message: string }[] } };
