import { createHash } from 'node:crypto';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { accountActor } from '../domain/actor.ts';
import { secondsToWait } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { accountByEmail, lockAccount, replacePasswordHash } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { openSession } from '../storage/sessions.ts';
import { blocksOn, forgetFailures, recordFailure, type ThrottleKey } from '../storage/throttle.ts';
import type { AccessToken } from '../tokens/accessToken.ts';
import { makeRefreshToken } from '../tokens/refreshToken.ts';

export type OpenedSession = AccessToken & { refreshToken: string };
export type LoginResult = { session: OpenedSession | null; user: Account | null; userErrors: UserError[] };
type Attempt = { email: string; password: string; clientAddress: string | null };

const refused = (code: string, message: string): LoginResult => ({ session: null, user: null, userErrors: [userError(code, message)] });

/** An unknown, a deactivated and an unfinished account take the same way as a wrong password, one hash included. */
export function login(parts: Parts) {
  return async (attempt: Attempt): Promise<LoginResult> => {
    const keys = throttleKeys(attempt);
    return (await throttled(parts, keys)) ?? parts.gate(async () => (await throttled(parts, keys)) ?? check(parts, attempt, keys));
  };
}

function throttleKeys({ email, clientAddress }: Attempt): ThrottleKey[] {
  const digest = createHash('sha256').update(normal(email)).digest('hex');
  const account: ThrottleKey = { by: 'account', key: `account:${digest}` };
  return clientAddress ? [account, { by: 'address', key: `address:${clientAddress.slice(0, 100)}` }] : [account];
}

async function throttled({ database, now }: Parts, keys: ThrottleKey[]): Promise<LoginResult | null> {
  const seconds = secondsToWait(await blocksOn(database, keys), now());
  if (seconds === 0) return null;
  return refused('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`);
}

async function check(parts: Parts, attempt: Attempt, keys: ThrottleKey[], again = false): Promise<LoginResult> {
  const found = await accountByEmail(parts.database, normal(attempt.email));
  const matches = await parts.hasher.verify(found?.passwordHash ?? parts.dummyHash, attempt.password);
  if (!matches || found?.status !== 'ACTIVE') return fail(parts, attempt, keys, found);
  const session = await open(parts, found, attempt, keys[0]!);
  if (!session) return again ? fail(parts, attempt, keys, found) : check(parts, attempt, keys, true);
  if (parts.hasher.isOutdated(found.passwordHash)) {
    await replacePasswordHash(parts.database, found.id, found.passwordHash, await parts.hasher.hash(attempt.password));
  }
  return { session, user: found, userErrors: [] };
}

async function fail({ database, now, newId }: Parts, { clientAddress }: Attempt, keys: ThrottleKey[], found: Account | null): Promise<LoginResult> {
  const at = now();
  const actor = { kind: 'ANONYMOUS', id: null };
  await database.$transaction(async (tx) => {
    await recordFailure(tx, keys, at);
    await appendAudit(tx, { id: newId('aud'), at, actor, action: 'SIGN_IN_REFUSED', target: found?.id ?? null, clientAddress });
  });
  return refused('INVALID_CREDENTIALS', 'This e-mail address and this password do not belong together.');
}

/** Null: between the look at the password and the session the account was changed. The token states what the account is under its lock. */
async function open(parts: Parts, verified: Account, { clientAddress }: Attempt, key: ThrottleKey): Promise<OpenedSession | null> {
  const { database, now, newId, signAccessToken } = parts;
  const at = now();
  const id = newId('ses');
  const { refreshToken, tokenHash } = makeRefreshToken();
  const account = await database.$transaction(async (tx) => {
    const present = await lockAccount(tx, verified.id);
    if (present?.status !== 'ACTIVE' || present.passwordHash !== verified.passwordHash) return null;
    await forgetFailures(tx, key);
    await openSession(tx, { id, accountId: present.id }, { tokenHash, issuedAt: at });
    await appendAudit(tx, { id: newId('aud'), at, actor: accountActor(present), action: 'SIGNED_IN', target: id, clientAddress });
    return present;
  });
  return account && { ...(await signAccessToken(account, id, at)), refreshToken };
}

const normal = (email: string): string => email.trim().toLowerCase().slice(0, 300);
