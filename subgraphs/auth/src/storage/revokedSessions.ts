import type { Database } from './database.ts';

export type RevokedSession = { id: string; at: Date };
export type RevokedPage = { sessions: RevokedSession[]; cursor: string };

/**
 * Newest first, what was committed since the snapshot that `after` is; all without one, and with one that this server cannot have given
 * (it was restored, or another takes its place). The snapshot of the answer is the statement's own, so that nothing falls between two answers.
 */
export async function readRevokedSessions(database: Database, after: string | null, limit: number): Promise<RevokedPage> {
  const rows = await database.$queryRaw<{ id: string | null; at: Date | null; cursor: string }[]>`
    WITH present AS (SELECT pg_current_snapshot() AS snapshot),
    known AS (
      SELECT ${after}::pg_snapshot AS snapshot FROM present
      WHERE pg_snapshot_xmax(${after}::pg_snapshot) <= pg_snapshot_xmax(present.snapshot)
    ), revoked AS (
      SELECT session_id, revoked_at FROM revoked_session
      WHERE revoked_in >= coalesce((SELECT pg_snapshot_xmin(snapshot) FROM known), '0'::xid8)
        AND NOT coalesce((SELECT pg_visible_in_snapshot(revoked_in, snapshot) FROM known), false)
      ORDER BY revoked_at DESC LIMIT ${limit}
    )
    SELECT session_id AS id, revoked_at AS at, present.snapshot::text AS cursor FROM present LEFT JOIN revoked ON true ORDER BY revoked_at DESC`;
  const sessions = rows.flatMap(({ id, at }) => (id !== null && at !== null ? [{ id, at }] : []));
  return { sessions, cursor: rows[0]!.cursor };
}

/** By the database's own clock, as they were written. */
export const deleteRevokedSessions = (database: Database, olderThanSeconds: number): Promise<number> =>
  database.$executeRaw`DELETE FROM revoked_session WHERE revoked_at < clock_timestamp() - make_interval(secs => ${olderThanSeconds}::int)`;
