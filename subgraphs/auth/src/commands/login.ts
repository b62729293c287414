import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { normalEmail } from '../domain/email.ts';
import { secondsToWait } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { accountsByEmail, mostAccountsOfAnAddress, replacePasswordHash } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { factorsOf } from '../storage/secondFactors.ts';
import { deleteCode } from '../storage/signInCodes.ts';
import { blocksOn, forgetFailures, recordFailure, type ThrottleKey } from '../storage/throttle.ts';
import { deviceTokenFor, knownDevice } from '../tokens/deviceToken.ts';
import { hasFactor } from './checkFactor.ts';
import { challengeFor, type Challenge } from './loginChallenge.ts';
import { openSession, type OpenedSession } from './openSession.ts';
import { codeIsRight } from './signInCode.ts';
import { signInKeys } from './signInKeys.ts';

export type LoginResult = { session: OpenedSession | null; user: Account | null; deviceToken: string | null; challenge: Challenge | null; userErrors: UserError[] };
export type LoginInput = { email: string; password: string; deviceToken?: string | null; deviceName?: string | null; code?: string | null };
type Attempt = Omit<LoginInput, 'code'> & {
  clientAddress: string | null;
  deviceId: string | null;
  /** A code that was mailed to the address came with it: the counters do not hold it up. */
  hasCode: boolean;
  counted: ThrottleKey[];
  forgotten: ThrottleKey[];
};

export const refused = (code: string, message: string): LoginResult => ({ session: null, user: null, deviceToken: null, challenge: null, userErrors: [userError(code, message)] });

/** An unknown, a deactivated, an unfinished and an unproven account take the same way as a wrong password, the same number of hashes included. */
export function login(parts: Parts) {
  return async (input: LoginInput & { clientAddress: string | null }): Promise<LoginResult> => {
    const email = normalEmail(input.email) ?? '';
    const deviceId = knownDevice(parts.keyring, input.deviceToken, email);
    const hasCode = input.code ? await codeIsRight(parts, email, input.code) : false;
    const attempt = { ...input, email, deviceId, hasCode, ...signInKeys(email, input.clientAddress, deviceId) };
    return (await throttled(parts, attempt)) ?? parts.gate(async () => (await throttled(parts, attempt)) ?? check(parts, attempt));
  };
}

async function throttled({ database, now }: Parts, { counted, hasCode }: Attempt): Promise<LoginResult | null> {
  const seconds = hasCode ? 0 : secondsToWait(await blocksOn(database, counted), now());
  if (seconds === 0) return null;
  return refused('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`);
}

async function check(parts: Parts, attempt: Attempt, again = false): Promise<LoginResult> {
  const candidates = await accountsByEmail(parts.database, attempt.email);
  const found = await whosePassword(parts, candidates, attempt.password);
  if (found?.status !== 'ACTIVE') return fail(parts, attempt, found ?? candidates[0] ?? null);
  const factors = await factorsOf(parts.database, found.id);
  if (hasFactor(factors)) return { session: null, user: null, deviceToken: null, challenge: await challengeFor(parts, found, factors), userErrors: [] };
  const session = await openSession(parts, found, attempt, async (tx) => {
    // The counters of an address are those of its owner: an account that has not proven it clears none.
    if (found.emailVerifiedAt) await forgetFailures(tx, attempt.forgotten);
    if (hasFactor(await factorsOf(tx, found.id))) return false;
    if (attempt.hasCode) await deleteCode(tx, found.id);
    return true;
  });
  if (!session) return again ? fail(parts, attempt, found) : check(parts, attempt, true);
  if (parts.hasher.isOutdated(found.passwordHash)) {
    await replacePasswordHash(parts.database, found.id, found.passwordHash, await parts.hasher.hash(attempt.password));
  }
  const deviceToken = deviceTokenFor(parts.keyring, attempt.deviceId ?? parts.newId('dev'), found);
  return { session, user: found, deviceToken, challenge: null, userErrors: [] };
}

/** Always as many hashes as an address may have accounts: the time does not tell how many there are, or which one it was. */
async function whosePassword({ hasher, dummyHash }: Parts, candidates: readonly Account[], password: string): Promise<Account | null> {
  const places = Array.from({ length: mostAccountsOfAnAddress }, (_, n) => candidates[n] ?? null);
  const matches = await Promise.all(places.map((account) => hasher.verify(account?.passwordHash ?? dummyHash, password)));
  return places.find((account, n) => account && matches[n]) ?? null;
}

async function fail({ database, now, newId }: Parts, { counted, clientAddress }: Attempt, found: Account | null): Promise<LoginResult> {
  const at = now();
  const actor = { kind: 'ANONYMOUS', id: null };
  await database.$transaction(async (tx) => {
    await recordFailure(tx, counted, at);
    await appendAudit(tx, { id: newId('aud'), at, actor, action: 'SIGN_IN_REFUSED', target: found?.id ?? null, clientAddress });
  });
  return refused('INVALID_CREDENTIALS', 'This e-mail address and this password do not belong together.');
}
