import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../system/system.ts';

const POLL_MS = 100;
export const RECOVERY_LIMIT_MS = 90_000;

/**
 * Milliseconds from now, the moment of healing, until every process serves and nothing that waited at that moment waits any more:
 * no message, no timer. Null when that takes longer than the limit.
 */
export async function untilRecovered({ sql, members }: System, over: () => boolean): Promise<number | null> {
  const began = performance.now();
  let healedAt: string | undefined;
  while (performance.now() - began < RECOVERY_LIMIT_MS && !over()) {
    try {
      healedAt ??= (await sql.ticket<{ now: string }>('SELECT now()::text AS now'))[0]!.now;
      if ((await waiting(sql.ticket, healedAt)) === 0 && (await Promise.all(members.map((member) => member.isReady()))).every(Boolean)) {
        return Math.round(performance.now() - began);
      }
    } catch {
      // The database does not answer yet.
    }
    await pause(POLL_MS);
  }
  return null;
}

/** Messages and timers of before that moment which are due and not done. A message that is waiting for its time is not late. */
async function waiting(run: System['sql']['ticket'], at: string): Promise<number> {
  const [row] = await run<{ waiting: number }>(
    `SELECT ((SELECT count(*) FROM outbox WHERE acked_at IS NULL AND dead_at IS NULL AND created_at <= $1::timestamptz)
       + (SELECT count(*) FROM timer WHERE done_at IS NULL AND due_at <= $1::timestamptz))::int AS waiting`, [at]);
  return row!.waiting;
}
