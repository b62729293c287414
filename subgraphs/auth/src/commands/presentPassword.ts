import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { secondsToWait } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import { accountById } from '../storage/accounts.ts';
import type { Transaction } from '../storage/database.ts';
import { blocksOn, forgetFailures, recordFailure, type ThrottleKey } from '../storage/throttle.ts';
import { digestOf } from './signInKeys.ts';
import { requireActor } from './requireActor.ts';

type Step = (tx: Transaction, at: Date) => Promise<UserError[]>;

const wrong = userError('WRONG_PASSWORD', 'This is not the present password of the account.', 'password');

/**
 * For changes that a stolen session must not be enough for: the present password first, counted by account. Then `decide`, which
 * refuses or says what is written in one transaction, in which the caller's session is still good and the password still the same.
 */
export async function withPresentPassword(parts: Parts, caller: Caller, password: string, decide: (account: Account) => Promise<UserError[] | Step>): Promise<UserError[]> {
  const account = await accountById(parts.database, caller.id ?? '');
  if (!account) return [wrong];
  const key: ThrottleKey = { by: 'pair', key: `password:${digestOf(account.id)}` };
  const seconds = secondsToWait(await blocksOn(parts.database, [key]), parts.now());
  if (seconds > 0) return [userError('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`)];
  if (!(await parts.gate(() => parts.hasher.verify(account.passwordHash, password)))) {
    await parts.database.$transaction((tx) => recordFailure(tx, [key], parts.now()));
    return [wrong];
  }
  const step = await decide(account);
  if (typeof step !== 'function') return step;
  const userErrors = await parts.database.$transaction(async (tx) => {
    await requireActor(tx, caller);
    const present = await accountById(tx, account.id);
    if (present?.passwordHash !== account.passwordHash) return [wrong];
    await forgetFailures(tx, [key]);
    return step(tx, parts.now());
  });
  parts.wake();
  return userErrors;
}
