import type { Caller } from '@sysops-squad/chassis/caller';
import { unauthenticated } from '@sysops-squad/chassis/graphqlErrors';
import { stillHolds } from '../domain/standing.ts';
import type { Transaction } from '../storage/database.ts';
import { lockAccounts, readStanding } from '../storage/standing.ts';

/**
 * The first step of a command's transaction: locks the caller's own account and those that the command acts upon, then holds the caller's
 * token against the account and session as they are now. A service has neither.
 * @throws UNAUTHENTICATED when the account, the session or a right that the token states is gone
 */
export async function requireActor(tx: Transaction, caller: Caller, actsUpon: readonly string[] = []): Promise<void> {
  const own = caller.kind === 'user' && caller.id !== null ? [caller.id] : [];
  await lockAccounts(tx, [...own, ...actsUpon]);
  await requirePresentRights(tx, caller);
}

/** The same for reads, without locks. */
export async function requirePresentRights(tx: Transaction, caller: Caller): Promise<void> {
  if (caller.kind !== 'user') return;
  const { id, sessionId } = caller;
  const now = id && sessionId ? await readStanding(tx, { accountId: id, sessionId }) : null;
  if (!stillHolds(caller, now)) throw unauthenticated('Your session has ended, or a right of yours was taken away: sign in again.');
}
