import type { RunSql } from '../outbox/message.ts';
import type { Channel } from './channels.ts';

export type DueMessage = { id: string; channel: Channel; recipient: string; template: string; subject: string; body: string; tries: number };
export type DeadMessage = { id: string; channel: Channel; recipient: string; template: string; deadAt: Date; lastError: string | null; replayable: boolean };

export const MOST_TRIES = 10;
const MOST_REPLAYS = 5;

/** Takes what is due under a lease: a process that dies with it loses it to another one when the lease is over. */
export const claimDue = (sql: RunSql, at: Date, { leaseMs, limit }: { leaseMs: number; limit: number }): Promise<DueMessage[]> =>
  sql<DueMessage>(
    `UPDATE outgoing_message SET tries = tries + 1, next_at = $2::timestamptz WHERE id IN (
       SELECT id FROM outgoing_message WHERE sent_at IS NULL AND dead_at IS NULL AND next_at <= $1::timestamptz AND expires_at > $1::timestamptz
       ORDER BY next_at, id LIMIT $3::int FOR UPDATE SKIP LOCKED)
     RETURNING id, channel, recipient, template, subject, body, tries`,
    [at, new Date(at.getTime() + leaseMs), limit],
  );

export const markSent = (sql: RunSql, id: string, at: Date) =>
  sql('UPDATE outgoing_message SET sent_at = $2::timestamptz, body = NULL, last_error = NULL WHERE id = $1 AND sent_at IS NULL AND dead_at IS NULL', [id, at]);

/** It comes again after `nextAt`, or waits for a person when it has been tried too often. */
export const markFailed = (sql: RunSql, { id, tries }: DueMessage, failure: { error: string; at: Date; nextAt: Date }) =>
  sql(
    `UPDATE outgoing_message SET last_error = $2, next_at = $3::timestamptz, dead_at = CASE WHEN $4::boolean THEN $5::timestamptz END
     WHERE id = $1 AND sent_at IS NULL AND dead_at IS NULL`,
    [id, failure.error.slice(0, 300), failure.nextAt, tries >= MOST_TRIES, failure.at],
  );

/** What holds no more is not sent any more, and its text goes; what is older than `keepMs` goes whole. */
export async function forgetOld(sql: RunSql, at: Date, keepMs: number): Promise<void> {
  await sql(
    `UPDATE outgoing_message SET body = NULL, dead_at = coalesce(dead_at, $1::timestamptz), last_error = coalesce(last_error, 'expired before it was sent')
     WHERE sent_at IS NULL AND expires_at <= $1::timestamptz AND body IS NOT NULL`,
    [at],
  );
  await sql('DELETE FROM outgoing_message WHERE created_at < $1::timestamptz', [new Date(at.getTime() - keepMs)]);
}

/** Newest first, without their texts. */
export const deadMessages = (sql: RunSql, first: number): Promise<DeadMessage[]> =>
  sql<DeadMessage>(
    `SELECT id, channel, recipient, template, dead_at AS "deadAt", last_error AS "lastError", body IS NOT NULL AND replays < ${MOST_REPLAYS} AS replayable
     FROM outgoing_message WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, id DESC LIMIT $1::int`,
    [first],
  );

/** True when it will be tried again from the beginning; five times at most, and as long as what it says holds. */
export async function replayDead(sql: RunSql, id: string, at: Date): Promise<boolean> {
  const rows = await sql(
    `UPDATE outgoing_message SET dead_at = NULL, tries = 0, replays = replays + 1, next_at = $2::timestamptz
     WHERE id = $1 AND dead_at IS NOT NULL AND body IS NOT NULL AND expires_at > $2::timestamptz AND replays < ${MOST_REPLAYS} RETURNING id`,
    [id, at],
  );
  return rows.length > 0;
}
