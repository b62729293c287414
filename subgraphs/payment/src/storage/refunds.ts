import { refunded } from '../domain/ledger.ts';
import { nextAsk } from '../domain/payment.ts';
import { postTransactions } from './ledger.ts';
import type { Db, Storage } from './storage.ts';

export type RefundDue = { id: string; paymentId: string; asked: number };

/** The refund's id follows from the payment's: one payment is given back once. */
export async function owePayback(tx: Db, payments: readonly { id: string; amountMinor: bigint; currency: string }[], now: Date): Promise<void> {
  const data = payments.map(({ id, amountMinor, currency }) => ({
    id: `ref_${id.slice('pay_'.length)}`, paymentId: id, amountMinor, currency, status: 'PENDING', createdAt: now, askAt: now,
  }));
  await tx.refund.createMany({ data, skipDuplicates: true });
}

export async function refundsDue(db: Db, now: Date, limit: number): Promise<RefundDue[]> {
  return db.refund.findMany({
    where: { status: 'PENDING', askAt: { lte: now } }, orderBy: { askAt: 'asc' }, take: limit, select: { id: true, paymentId: true, asked: true },
  });
}

export async function refundLater(db: Db, { id, asked }: RefundDue, now: Date): Promise<void> {
  await db.refund.updateMany({ where: { id, status: 'PENDING' }, data: { askAt: nextAsk(now, asked + 1), asked: asked + 1 } });
}

export async function settleRefund(storage: Storage, id: string, now: Date): Promise<void> {
  await storage.inTransaction(async (tx) => {
    const { count } = await tx.refund.updateMany({ where: { id, status: 'PENDING' }, data: { status: 'SUCCEEDED', refundedAt: now, askAt: null } });
    if (count === 0) return;
    const refund = await tx.refund.findUniqueOrThrow({ where: { id }, include: { payment: { include: { invoice: true } } } });
    const owed = { customerId: refund.payment.invoice.customerId, amount: { amountMinor: refund.amountMinor, currency: refund.currency } };
    await postTransactions(tx, [refunded(id, owed, now)]);
  });
}
