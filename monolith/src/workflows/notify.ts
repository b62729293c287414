import { setTimeout as pause } from 'node:timers/promises';
import { neverThrowing } from '@sysops-squad/chassis/listeners';
import { z } from 'zod';
import type { Client, Pool } from '../database.ts';
import type { Channels } from '@sysops-squad/chassis/delivery/channels';
import { newId } from '../ids.ts';
import { badInput } from '../refusal.ts';
import { id, key, readBody, text } from '../rest/readBody.ts';
import { selectList } from '../tables.ts';

const body = z.strictObject({
  idempotency_key: key, recipient_kind: z.enum(['CUSTOMER', 'EXPERT', 'STAFF']), recipient_id: id, customer_id: id.nullish(),
  channel: z.enum(['EMAIL', 'SMS']).optional(), address: text(320).optional(), template: text(100), subject: z.string().max(200).default(''), body: text(5_000),
});
type Wish = z.infer<typeof body>;
export type Delivery = {
  id: string; channel: 'EMAIL' | 'SMS'; address: string; subject: string; body: string; template: string; recipient_kind: string; recipient_id: string;
  status: 'QUEUED' | 'SENT' | 'FAILED'; attempts: number; error: string | null;
};

const COLUMNS = selectList('customer_notification');
// Renewed while the message is on its way: whoever finds a row older than this knows that its process has died.
const LEASE = `now() + interval '5 seconds'`;
const RENEW_EVERY_MS = 1_500;
const WRITE_DOWN_WITHIN_MS = 30_000;
const WRITE_DOWN_AGAIN_MS = 250;
const MOST_ATTEMPTS = 10;

/**
 * Delivers a message once per idempotency key, and answers its line of the ledger. The line is written first. A repeated key sends
 * nothing unless the earlier attempt failed, or died with its process; `fresh` says whether this call wrote the line.
 * Quiet hours are kept in the customer's row and heeded nowhere.
 */
export function notify(pool: Pool, channels: Channels) {
  return async (input: unknown): Promise<{ delivery: Delivery; fresh: boolean }> => {
    const wish = readBody(body, input);
    const inserted = (await find(pool, wish.idempotency_key)) ? undefined : await insert(pool, wish);
    const claimed = inserted ?? (await claimAgain(pool, wish.idempotency_key));
    const delivery = claimed ? await send(pool, channels, claimed) : (await find(pool, wish.idempotency_key))!;
    return { delivery, fresh: inserted !== undefined };
  };
}

async function insert(pool: Pool, wish: Wish): Promise<Delivery | undefined> {
  const { channel, address } = await destination(pool, wish);
  const { rows } = await pool.query<Delivery>(
    `INSERT INTO customer_notification (id, customer_id, recipient_kind, recipient_id, channel, address, template, subject, body, idempotency_key, attempts, sending_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, ${LEASE}) ON CONFLICT (idempotency_key) DO NOTHING RETURNING ${COLUMNS}`,
    [
      newId('ntf'), wish.recipient_kind === 'CUSTOMER' ? wish.recipient_id : (wish.customer_id ?? null), wish.recipient_kind, wish.recipient_id, channel, address,
      wish.template, wish.subject, wish.body, wish.idempotency_key,
    ],
  );
  return rows[0];
}

async function claimAgain(pool: Pool, idempotencyKey: string): Promise<Delivery | undefined> {
  const { rows } = await pool.query<Delivery>(
    `UPDATE customer_notification SET status = 'QUEUED', attempts = attempts + 1, sending_until = ${LEASE}, error = NULL
      WHERE idempotency_key = $1 AND attempts < ${MOST_ATTEMPTS} AND (status = 'FAILED' OR status = 'QUEUED' AND sending_until < now()) RETURNING ${COLUMNS}`,
    [idempotencyKey],
  );
  return rows[0];
}

async function find(pool: Pool, idempotencyKey: string): Promise<Delivery | undefined> {
  const { rows } = await pool.query<Delivery>(`SELECT ${COLUMNS} FROM customer_notification WHERE idempotency_key = $1`, [idempotencyKey]);
  return rows[0];
}

async function send(pool: Pool, channels: Channels, delivery: Delivery): Promise<Delivery> {
  const renewing = setInterval(neverThrowing(() => renew(pool, delivery.id), () => undefined), RENEW_EVERY_MS);
  try {
    return await writeDown(pool, delivery, await deliver(channels, delivery));
  } finally {
    clearInterval(renewing);
  }
}

/** Null, or why it was not taken. */
const deliver = (channels: Channels, { id: deliveryId, address: to, subject, body: content, template, recipient_kind, recipient_id, channel }: Delivery): Promise<string | null> =>
  channels[channel]({ id: deliveryId, to, subject, body: content, template, recipient_kind, recipient_id }).then(
    () => null,
    (reason: Error) => reason.message.slice(0, 500),
  );

const renew = (pool: Pool, deliveryId: string) =>
  pool.query(`UPDATE customer_notification SET sending_until = ${LEASE} WHERE id = $1 AND status = 'QUEUED' AND sending_until IS NOT NULL`, [deliveryId]);

/** The message is out, or refused: a database that is away for a moment must not let that be forgotten. */
async function writeDown(pool: Pool, delivery: Delivery, error: string | null): Promise<Delivery> {
  for (const giveUp = Date.now() + WRITE_DOWN_WITHIN_MS; ; await pause(WRITE_DOWN_AGAIN_MS)) {
    try {
      const { rows } = await pool.query<Delivery>(
        `UPDATE customer_notification SET status = $2, error = $3, sent_at = CASE WHEN $2 = 'SENT' THEN now() END, sending_until = NULL WHERE id = $1 RETURNING ${COLUMNS}`,
        [delivery.id, error === null ? 'SENT' : 'FAILED', error],
      );
      return rows[0] ?? delivery;
    } catch (failure) {
      if (Date.now() > giveUp) throw failure;
    }
  }
}

/** What the caller says, or for whom it says nothing: what the monolith still knows about the recipient. */
async function destination(pool: Client, wish: Wish): Promise<{ channel: 'EMAIL' | 'SMS'; address: string }> {
  if (wish.channel && wish.address) return { channel: wish.channel, address: wish.address };
  const known = wish.recipient_kind === 'CUSTOMER'
    ? await pool.query(`SELECT notify_channel, email, phone FROM customer WHERE id = $1`, [wish.recipient_id])
    : await pool.query(`SELECT 'EMAIL' AS notify_channel, p.email, p.phone FROM profile p LEFT JOIN expert_profile e ON e.profile_id = p.id WHERE $1 IN (e.id, p.id, p.user_id)`, [wish.recipient_id]);
  const person = known.rows[0] as { notify_channel: 'EMAIL' | 'SMS'; email: string; phone: string | null } | undefined;
  const channel = wish.channel ?? person?.notify_channel ?? 'EMAIL';
  const address = wish.address ?? (channel === 'SMS' ? person?.phone : person?.email);
  if (!address) throw badInput('address', 'Give the address: the monolith does not know this recipient.');
  return { channel, address };
}
