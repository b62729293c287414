import { setTimeout as pause } from 'node:timers/promises';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { secondsToWait } from '../domain/throttle.ts';
import type { Parts } from '../parts.ts';
import type { Transaction } from '../storage/database.ts';
import { blocksOn, recordFailure } from '../storage/throttle.ts';
import { requestKey } from './signInKeys.ts';

/**
 * For requests that say nothing about whether there is an account: the same answer after the same time, whatever `work` finds. An address
 * may make so many of them; that is refused alike too.
 */
export async function answerAlike(parts: Parts, clientAddress: string | null, work: (tx: Transaction, at: Date) => Promise<void>): Promise<UserError[]> {
  const begunAt = performance.now();
  const at = parts.now();
  const key = requestKey(clientAddress);
  const seconds = secondsToWait(await blocksOn(parts.database, [key]), at);
  if (seconds === 0) {
    await parts.database.$transaction(async (tx) => {
      await recordFailure(tx, [key], at);
      await work(tx, at);
    });
    parts.wake();
  }
  await pause(Math.max(0, parts.answerAfterMs - (performance.now() - begunAt)));
  return seconds === 0 ? [] : [userError('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${seconds} seconds.`)];
}
