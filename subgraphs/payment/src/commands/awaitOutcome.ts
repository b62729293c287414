import { setTimeout as wait } from 'node:timers/promises';
import type { PaymentStatus } from '../domain/payment.ts';
import { paymentStatusOf } from '../storage/payments.ts';
import { collectPayments } from './collectPayments.ts';
import type { Dependencies } from './dependencies.ts';

const PATIENCE_MS = 5_000;
const POLL_MS = 40;

/** Collects one payment, or waits for whoever is collecting it. PENDING: nobody could find out in 5 seconds. */
export async function awaitOutcome(parts: Dependencies, paymentId: string): Promise<PaymentStatus> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const status = await paymentStatusOf(parts.storage.db, paymentId);
    if (status !== 'PENDING' || performance.now() > deadline) return status;
    const collected = await collectPayments(parts, [paymentId]);
    if (collected.get(paymentId) === 'UNKNOWN') return 'PENDING';
    if (collected.get(paymentId) === 'BUSY') await wait(POLL_MS);
  }
}
