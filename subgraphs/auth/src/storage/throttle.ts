import { afterFailure, throttlePolicies, type Failures, type ThrottledBy } from '../domain/throttle.ts';
import type { Database, Transaction } from './database.ts';

export type ThrottleKey = { by: ThrottledBy; key: string };

export const blocksOn = (database: Database, keys: readonly ThrottleKey[]): Promise<Failures[]> =>
  database.signInThrottle.findMany({ where: { key: { in: keys.map(({ key }) => key) } } });

export async function recordFailure(tx: Transaction, keys: readonly ThrottleKey[], now: Date): Promise<void> {
  for (const { by, key } of [...keys].sort((a, b) => a.key.localeCompare(b.key))) {
    // One statement: between an insert and a lock, a sign-in that succeeds may delete the row.
    const rows = await tx.$queryRaw<Failures[]>`
      INSERT INTO sign_in_throttle (key, failures, last_failed_at, blocked_until) VALUES (${key}, 0, ${now}, ${now})
      ON CONFLICT (key) DO UPDATE SET failures = sign_in_throttle.failures
      RETURNING failures, last_failed_at AS "lastFailedAt", blocked_until AS "blockedUntil"`;
    await tx.signInThrottle.update({ where: { key }, data: afterFailure(rows[0]!, now, throttlePolicies[by]) });
  }
}

export async function forgetFailures(tx: Transaction, keys: readonly ThrottleKey[]): Promise<void> {
  await tx.signInThrottle.deleteMany({ where: { key: { in: keys.map(({ key }) => key) } } });
}

export const deleteFailuresBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.signInThrottle.deleteMany({ where: { lastFailedAt: { lt: time }, blockedUntil: { lt: time } } })).count;
