import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { stillHolds } from '../domain/standing.ts';
import { secondsToWait } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { tryLink } from '../storage/accountLinks.ts';
import { accountById } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { Transaction } from '../storage/database.ts';
import { readStanding } from '../storage/standing.ts';
import { blocksOn, recordFailure, type ThrottleKey } from '../storage/throttle.ts';
import { invalidLink } from './invalidLink.ts';
import { signInKeys } from './signInKeys.ts';

/** Under the account's lock: what was shown before is still so. Null: it is. */
export type Control = (tx: Transaction, account: Account) => Promise<UserError | null>;
type Claim = { accountId: string; tokenHash: Uint8Array<ArrayBuffer>; password: string };

const needed = userError('PASSWORD_NEEDED', 'Type the password of this account, or sign in to it first. The link stays good.', 'password');
const wrong = userError('WRONG_PASSWORD', 'This is not the password of the account that the link was mailed for.', 'password');

/** For the bearer of a mailed link: a session of the same account is enough, or else the password, counted as at a sign-in. */
export async function controlOfAccount(parts: Parts, claim: Claim, caller: Caller): Promise<Control | UserError> {
  const bySession = (tx: Transaction): Promise<boolean> => isSignedIn(tx, claim.accountId, caller);
  if (await bySession(parts.database)) return async (tx) => ((await bySession(tx)) ? null : needed);
  return claim.password === '' ? needed : byPassword(parts, claim, caller);
}

async function isSignedIn(tx: Transaction, accountId: string, caller: Caller): Promise<boolean> {
  const { kind, id, sessionId } = caller;
  if (kind !== 'user' || id !== accountId || !sessionId) return false;
  return stillHolds(caller, await readStanding(tx, { accountId, sessionId }));
}

/** One hash for every link that is found, whatever has become of its account; and so many tries for one link, from however many places. */
async function byPassword(parts: Parts, { accountId, tokenHash, password }: Claim, { clientAddress }: Caller): Promise<Control | UserError> {
  const account = await accountById(parts.database, accountId);
  const { counted } = signInKeys(account?.email ?? '', clientAddress, null);
  const refusal = await throttled(parts, counted);
  if (refusal) return refusal;
  const isRight = await parts.gate(async () => (await tryLink(parts.database, tokenHash)) && parts.hasher.verify(account?.passwordHash ?? parts.dummyHash, password));
  if (account?.status !== 'ACTIVE') return invalidLink;
  if (!isRight) return fail(parts, { accountId, counted, clientAddress });
  return async (_, present) => (present.passwordHash === account.passwordHash ? null : wrong);
}

async function throttled({ database, now }: Parts, counted: readonly ThrottleKey[]): Promise<UserError | null> {
  const seconds = secondsToWait(await blocksOn(database, counted), now());
  return seconds === 0 ? null : userError('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`);
}

type Failure = { accountId: string; counted: readonly ThrottleKey[]; clientAddress: string | null };

async function fail({ database, now, newId }: Parts, { accountId, counted, clientAddress }: Failure): Promise<UserError> {
  const at = now();
  const actor = { kind: 'ANONYMOUS', id: null };
  await database.$transaction(async (tx) => {
    await recordFailure(tx, counted, at);
    await appendAudit(tx, { id: newId('aud'), at, actor, action: 'EMAIL_PROOF_REFUSED', target: accountId, clientAddress });
  });
  return wrong;
}
