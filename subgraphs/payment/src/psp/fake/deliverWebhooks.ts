import type pg from 'pg';
import { signWebhook } from '../webhookSignature.ts';

type Event = { id: string; type: string; payment_id: string; created_at: Date };
type Delivery = { pool: pg.Pool; url: string; secret: string; clock: () => Date };

const BATCH = 200;
const AT_ONCE = 4;

/** Posts the provider's waiting events, newest first: webhooks keep no order. Returns how many were taken by the receiver. */
export async function deliverWebhooks(delivery: Delivery): Promise<number> {
  const { rows } = await delivery.pool.query<Event>(
    'SELECT id, type, payment_id, created_at FROM fake_psp.event WHERE deliveries > 0 ORDER BY created_at DESC, id LIMIT $1', [BATCH],
  );
  const taken: string[] = [];
  const waiting = [...rows];
  const work = async (): Promise<void> => {
    for (let event = waiting.shift(); event; event = waiting.shift()) if (await post(delivery, event)) taken.push(event.id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await delivery.pool.query('UPDATE fake_psp.event SET deliveries = deliveries - 1 WHERE id = ANY ($1)', [taken]);
  return taken.length;
}

async function post({ url, secret, clock }: Delivery, event: Event): Promise<boolean> {
  const body = Buffer.from(JSON.stringify({ id: event.id, type: event.type, paymentId: event.payment_id, createdAt: event.created_at }));
  const headers = { 'content-type': 'application/json', 'psp-signature': signWebhook(secret, body, clock()) };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
