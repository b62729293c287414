import { paymentsToAsk } from '../storage/payments.ts';
import { refundLater, refundsDue, settleRefund, type RefundDue } from '../storage/refunds.ts';
import { collectPayments } from './collectPayments.ts';
import type { Dependencies } from './dependencies.ts';

const BATCH = 50;

/** Asks about payments without an outcome and gives back what is owed back. Returns how many it took up. */
export async function recoverPayments(parts: Dependencies): Promise<number> {
  const payments = await paymentsToAsk(parts.storage.db, parts.clock(), BATCH);
  await collectPayments(parts, payments);
  const refunds = await refundsDue(parts.storage.db, parts.clock(), BATCH);
  for (const refund of refunds) await payBack(parts, refund);
  return payments.length + refunds.length;
}

async function payBack({ psp, storage, clock, logger }: Dependencies, refund: RefundDue): Promise<void> {
  try {
    const state = await psp.refund({ paymentId: refund.paymentId, refundId: refund.id });
    if (state.status !== 'REFUNDED') throw new Error(`the provider says ${state.status}`);
  } catch (error) {
    logger.warn({ err: error, refundId: refund.id }, 'not refunded yet; it will be tried again');
    return refundLater(storage.db, refund, clock());
  }
  await settleRefund(storage, refund.id, clock());
}
