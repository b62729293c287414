import { setTimeout as pause } from 'node:timers/promises';
import type { PushLog } from './checks/pushes.ts';
import type { System } from './system/system.ts';

export type Rest = { reached: boolean; milliseconds: number; /** What still moved at the end. */ left: Record<string, number>; /** Messages among it, oldest first. */ late?: unknown[]; /** What the last look failed with; then `left` is older. */ unanswered?: string };

const POLL_MS = 200;
const QUIET_POLLS = 15;

/** Waits until nothing moves any more, for fifteen looks in a row: no message, no job, no due timer, no ticket on its way to somebody, no push. */
export async function untilAtRest({ sql, broker }: System, logs: () => Iterable<PushLog>, since: Date, withinMs: number): Promise<Rest> {
  const began = performance.now();
  let left: Record<string, number> = {};
  let unanswered = '';
  for (let quiet = 0; performance.now() - began < withinMs; ) {
    try {
      left = { ...(await moving(sql, since)), jobs: await broker.depth(), pushes: await behind(sql.ticket, logs()) };
      quiet = Object.values(left).some((count) => count > 0) ? 0 : quiet + 1;
      unanswered = '';
    } catch (error) {
      quiet = 0;
      unanswered = String(error);
    }
    if (quiet === QUIET_POLLS) return { reached: true, milliseconds: Math.round(performance.now() - began), left };
    await pause(POLL_MS);
  }
  return { reached: false, milliseconds: Math.round(performance.now() - began), left, late: await lateMessages(sql.ticket).catch(() => []), ...(unanswered ? { unanswered } : {}) };
}

const lateMessages = (run: System['sql']['ticket']): Promise<unknown[]> => run(
  `SELECT id, type, tries, starts, failures, handed_at, next_at, created_at, last_error, now() AS now FROM outbox WHERE acked_at IS NULL AND dead_at IS NULL ORDER BY created_at LIMIT 20`);

async function moving(sql: System['sql'], since: Date): Promise<Record<string, number>> {
  const [tickets] = await sql.ticket<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM outbox WHERE acked_at IS NULL AND dead_at IS NULL) AS messages,
       (SELECT count(*)::int FROM timer WHERE done_at IS NULL AND due_at <= now() + interval '1 second' AND due_at >= $1) AS timers,
       (SELECT count(*)::int FROM ticket WHERE created_at >= $1 AND status IN ('NEW', 'AWAITING_DISPATCH', 'OFFERED')) AS tickets`, [since]);
  const [payments] = await sql.payment<{ payments: number }>(`SELECT count(*)::int AS payments FROM payment WHERE created_at >= $1 AND status = 'PENDING' AND ask_at < now() + interval '1 minute'`, [since]);
  const [told] = await sql.monolith<{ mails: number }>(`SELECT count(*)::int AS mails FROM customer_notification WHERE created_at >= $1 AND status = 'QUEUED'`, [since]);
  return { ...tickets!, ...payments!, ...told! };
}

/** Experts' streams that have not come to their end. */
async function behind(run: System['sql']['ticket'], logs: Iterable<PushLog>): Promise<number> {
  const heads = new Map((await run<{ id: string; head: string }>('SELECT expert_id AS id, sequence::text AS head FROM expert_feed_head')).map(({ id, head }) => [id, Number(head)]));
  return [...logs].filter(({ kind, id, pushes }) => kind === 'expert' && pushes.length > 0 && pushes.at(-1)!.position < (heads.get(id) ?? 0)).length;
}
