import type { RunSql } from '../checks/violation.ts';

export type Waiting = { what: string; /** Since when, in milliseconds of the epoch. */ at: number };

/** Of everything in the ticket context that somebody has yet to do, what has waited longest; null: nothing waits. */
export async function oldestWaiting(run: RunSql, since: Date): Promise<Waiting | null> {
  const [oldest] = await run<Waiting>(
    `SELECT what, (extract(epoch FROM at) * 1000)::float8 AS at FROM (
       (SELECT 'message ' || type AS what, created_at AS at FROM outbox WHERE acked_at IS NULL AND dead_at IS NULL AND created_at >= $1 ORDER BY created_at LIMIT 1)
       UNION ALL
       (SELECT 'timer ' || kind, due_at FROM timer JOIN ticket ON ticket.id = timer.ticket_id WHERE done_at IS NULL AND due_at <= now() AND due_at >= $1
         AND (kind <> 'RETRY_DISPATCH' OR status = 'AWAITING_DISPATCH' OR attention_reason = 'NO_EXPERT') ORDER BY due_at LIMIT 1)
       UNION ALL
       (SELECT 'ticket ' || status, max(h.at) FROM ticket t JOIN ticket_history h ON h.ticket_id = t.id
         WHERE t.status IN ('NEW', 'AWAITING_DISPATCH') AND t.created_at >= $1 GROUP BY t.id ORDER BY 2 LIMIT 1)
     ) AS waiting ORDER BY at LIMIT 1`, [since]);
  return oldest ?? null;
}
