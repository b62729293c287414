import type { RunSql } from '@sysops-squad/chassis/outbox/message';

const isWaiting = `(ticket.status = 'AWAITING_DISPATCH' OR (ticket.status = 'NEEDS_ATTENTION' AND ticket.attention_reason = 'NO_EXPERT'))`;
const isDue = `timer.kind = 'RETRY_DISPATCH' AND timer.done_at IS NULL AND timer.due_at <= now()`;

/** Territories in which somebody waits for an expert, or an expert was freed. */
export const territoriesToServe = async (sql: RunSql): Promise<string[]> =>
  (await sql<{ id: string }>(
    `SELECT territory_id AS id FROM territory_freed
     UNION SELECT ticket.territory_id FROM timer JOIN ticket ON ticket.id = timer.ticket_id WHERE ${isDue} AND ${isWaiting} AND ticket.territory_id IS NOT NULL`)).map(({ id }) => id);

/** Locks the most urgent of those who wait in a territory and are due. Whoever is being changed by somebody else comes next time. */
export const takeWaiting = async (sql: RunSql, territoryId: string, limit: number): Promise<string[]> =>
  (await sql<{ id: string }>(
    `SELECT ticket.id FROM timer JOIN ticket ON ticket.id = timer.ticket_id WHERE ${isDue} AND ${isWaiting} AND ticket.territory_id = $1
     ORDER BY ticket.priority, ticket.created_at, ticket.id LIMIT $2 FOR NO KEY UPDATE OF ticket SKIP LOCKED`, [territoryId, limit])).map(({ id }) => id);

const RETRIED_AT_ONCE = 10;

/** An expert was freed: those of whom it was said that nobody can come are due again, the most urgent first. */
export async function retryAfterRelease(sql: RunSql, territoryId: string): Promise<void> {
  const freed = await sql(`DELETE FROM territory_freed WHERE territory_id = $1 RETURNING id`, [territoryId]);
  if (freed.length === 0) return;
  await sql(
    `INSERT INTO timer (id, kind, ticket_id, due_at) SELECT 'retry:' || id, 'RETRY_DISPATCH', id, now() FROM ticket
     WHERE territory_id = $1 AND status = 'NEEDS_ATTENTION' AND attention_reason = 'NO_EXPERT' ORDER BY priority, created_at LIMIT $2
     ON CONFLICT (id) DO UPDATE SET due_at = least(timer.due_at, EXCLUDED.due_at), done_at = NULL`, [territoryId, RETRIED_AT_ONCE]);
}

/** Decisions of one territory come one after the other; held until the transaction ends. False: somebody else is at it. */
export async function holdTerritory(sql: RunSql, territoryId: string): Promise<boolean> {
  const [row] = await sql<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended('dispatch:' || $1, 0)) AS held`, [territoryId]);
  return row!.held;
}
