import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PspSilent, type PspPayment, type PspPort } from '../port.ts';
import { behaviourOf, cardOf } from './tokens.ts';

type Row = { reference: string; status: PspPayment['status']; decline_code: string | null; token: string; fresh: boolean };

/**
 * A payment service provider in this process. Deterministic: the token decides what happens. It keeps what it did in tables
 * of its own, so that it remembers across restarts, and it tells by webhook, like a real one.
 */
export function createFakePsp(pool: pg.Pool, clock: () => Date): PspPort {
  return {
    lookUpToken: async (token) => cardOf(token, clock()),
    async authorise({ paymentId, token, amount }) {
      const { declines, unreachable, authoriseSilent } = behaviourOf(token);
      if (unreachable) throw new PspSilent('nothing arrived');
      const status = declines ? 'DECLINED' : 'AUTHORISED';
      const values = [paymentId, `psp_${randomUUID()}`, token, amount.amountMinor, amount.currency, status, declines, clock(), newEvent(), deliveriesOf(token)];
      const row = (await pool.query<Row>(AUTHORISE, values)).rows[0] ?? (await find(pool, paymentId));
      if (row!.fresh && authoriseSilent) throw new PspSilent('authorised, and the answer is lost');
      return answer(row!);
    },
    async capture(paymentId) {
      const row = await move(pool, CAPTURE, [paymentId, clock(), newEvent()]);
      if (row.fresh && behaviourOf(row.token).captureSilent) throw new PspSilent('captured, and the answer is lost');
      return answer(row);
    },
    refund: async ({ paymentId, refundId }) => answer(await move(pool, REFUND, [paymentId, clock(), newEvent(), refundId])),
    async fetch(paymentId) {
      const row = await find(pool, paymentId);
      return row ? answer(row) : null;
    },
  };
}

const newEvent = (): string => `evt_${randomUUID()}`;
const deliveriesOf = (token: string): number => behaviourOf(token).deliveries;

const answer = ({ reference, status, decline_code }: Row): PspPayment =>
  status === 'DECLINED' ? { reference, status, declineCode: decline_code ?? 'DECLINED' } : { reference, status };

async function find(pool: pg.Pool, paymentId: string): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>('SELECT reference, status, decline_code, token, false AS fresh FROM fake_psp.payment WHERE id = $1', [paymentId]);
  return rows[0];
}

/** Repeating a step, or taking one that the payment's state forbids, changes nothing and says how the payment stands. */
async function move(pool: pg.Pool, sql: string, values: unknown[]): Promise<Row> {
  const row = (await pool.query<Row>(sql, values)).rows[0] ?? (await find(pool, values[0] as string));
  if (!row) throw new Error(`the provider has no payment ${String(values[0])}`);
  return row;
}

const RETURNED = 'id, reference, status, decline_code, token, true AS fresh';

// How often a payment's events are delivered is decided by its token, once, and copied from its first event on.
const AUTHORISE = `
  WITH made AS (
    INSERT INTO fake_psp.payment (id, reference, token, amount_minor, currency, status, decline_code, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING ${RETURNED}
  ), told AS (
    INSERT INTO fake_psp.event (id, type, payment_id, deliveries, created_at)
    SELECT $9, 'payment.declined', id, $10::int, $8 FROM made WHERE status = 'DECLINED'
  ) SELECT * FROM made`;

const changing = (to: string, from: string, type: string, more = '') => `
  WITH moved AS (
    UPDATE fake_psp.payment SET status = '${to}', changed_at = $2${more} WHERE id = $1 AND status = '${from}' RETURNING ${RETURNED}
  ), told AS (
    INSERT INTO fake_psp.event (id, type, payment_id, deliveries, created_at)
    SELECT $3, '${type}', id, CASE WHEN token ~ '_duplicate_webhook(_|$)' THEN 3 WHEN token ~ '_no_webhook(_|$)' THEN 0 ELSE 1 END, $2 FROM moved
  ) SELECT * FROM moved`;

const CAPTURE = changing('CAPTURED', 'AUTHORISED', 'payment.captured');
const REFUND = changing('REFUNDED', 'CAPTURED', 'payment.refunded', ', refund_id = $4');
