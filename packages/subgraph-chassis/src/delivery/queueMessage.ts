import type { RunSql } from '../outbox/message.ts';
import type { Channel } from './channels.ts';

/** At most so many messages within so long. */
export type SendingLimit = { count: number; withinMs: number };

export type NewMessage = {
  /** Begins with msg_; names the delivery, so that a channel recognises a repetition. */
  id: string;
  channel: Channel;
  recipient: string;
  template: string;
  subject: string;
  body: string;
  /** What the message says holds until then; it is not sent later. 30 days at most. */
  expiresAt: Date;
};

export type SendingLimits = {
  /** For one recipient on one channel; `sameTemplate` counts messages of this template only. */
  recipient?: readonly (SendingLimit & { sameTemplate?: boolean })[];
  /** For all recipients of this context on this channel together. */
  everyone?: readonly SendingLimit[];
};

/**
 * Writes a message that leaves after the commit; belongs into the transaction of the effect that it tells of.
 * 'limited': nothing was written, since one of the limits is reached. Two at one time for one recipient take turns.
 */
export async function queueMessage(sql: RunSql, message: NewMessage, at: Date, limits: SendingLimits = {}): Promise<'queued' | 'limited'> {
  if (await isLimited(sql, message, at, limits)) return 'limited';
  const { id, channel, recipient, template, subject, body, expiresAt } = message;
  await sql(
    `INSERT INTO outgoing_message (id, channel, recipient, template, subject, body, created_at, expires_at, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, $7::timestamptz)`,
    [id, channel, recipient, template, subject, body, at, expiresAt],
  );
  return 'queued';
}

async function isLimited(sql: RunSql, message: NewMessage, at: Date, { recipient = [], everyone = [] }: SendingLimits): Promise<boolean> {
  if (recipient.length === 0 && everyone.length === 0) return false;
  const { channel } = message;
  await sql(`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext($1))) AS lock`, [`outgoing_message ${channel} ${message.recipient}`]);
  for (const { count, withinMs, sameTemplate } of recipient) {
    const since = new Date(at.getTime() - withinMs);
    const values = [channel, since, count, message.recipient, ...(sameTemplate ? [message.template] : [])];
    if (await reached(sql, `AND recipient = $4${sameTemplate ? ' AND template = $5' : ''}`, values)) return true;
  }
  for (const { count, withinMs } of everyone) {
    if (await reached(sql, '', [channel, new Date(at.getTime() - withinMs), count])) return true;
  }
  return false;
}

async function reached(sql: RunSql, further: string, values: unknown[]): Promise<boolean> {
  const [row] = await sql<{ reached: boolean }>(
    `SELECT count(*) >= $3::int AS reached FROM (
       SELECT 1 FROM outgoing_message WHERE channel = $1 AND created_at > $2::timestamptz ${further} LIMIT $3::int) AS recent`,
    values,
  );
  return row?.reached ?? false;
}
