import { nextAsk, type Payment, type PaymentStatus } from '../domain/payment.ts';
import type { Money } from '../domain/money.ts';
import type { Db } from './storage.ts';

const LEASE_MS = 20_000;
const FIRST_ASK_MS = 30_000;

/** For each invoice at most 20, newest first. */
export async function paymentsOfInvoices(db: Db, invoiceIds: readonly string[]): Promise<Payment[]> {
  const rows = await db.$queryRaw<(Omit<Payment, 'amount'> & { amountMinor: bigint; currency: string })[]>`
    SELECT p.id, p.invoice_id AS "invoiceId", p.payment_method_id AS "paymentMethodId", p.amount_minor AS "amountMinor", p.currency, p.status,
      p.decline_code AS "declineCode", p.paid_at AS "paidAt", p.created_at AS "createdAt"
    FROM unnest(${[...invoiceIds]}::text[]) AS asked (invoice_id), LATERAL (
      SELECT * FROM payment WHERE invoice_id = asked.invoice_id ORDER BY created_at DESC, id DESC LIMIT 20
    ) p ORDER BY p.created_at DESC, p.id DESC`;
  return rows.map(({ amountMinor, currency, ...payment }) => ({ ...payment, amount: { amountMinor, currency } }));
}

export async function paymentStatusOf(db: Db, id: string): Promise<PaymentStatus> {
  const { status } = await db.payment.findUniqueOrThrow({ where: { id }, select: { status: true } });
  return status as PaymentStatus;
}

/** Stored before the provider hears of them. One whose invoice has a live payment already is left out. */
export async function insertPayments(tx: Db, payments: readonly Payment[]): Promise<void> {
  const rows = payments.map(({ amount, ...row }) => ({ ...row, amountMinor: amount.amountMinor, currency: amount.currency }));
  await tx.payment.createMany({ data: rows.map((row) => ({ ...row, askAt: new Date(row.createdAt.getTime() + FIRST_ASK_MS) })), skipDuplicates: true });
}

/** A payment that the holder, and for a while nobody else, takes up with the provider. */
export type Lease = { id: string; pspToken: string; amount: Money; sentBefore: boolean; asked: number };

/** Those of the given payments that have no outcome and that nobody is working on. */
export async function leasePayments(db: Db, ids: readonly string[], now: Date): Promise<Lease[]> {
  const rows = await db.$queryRaw<{ id: string; pspToken: string; amountMinor: bigint; currency: string; asked: number }[]>`
    UPDATE payment p SET leased_until = ${new Date(now.getTime() + LEASE_MS)}::timestamptz, asked = p.asked + 1
    FROM payment_method m
    WHERE p.id = ANY (${[...ids]}) AND m.id = p.payment_method_id AND p.status = 'PENDING' AND p.ask_at IS NOT NULL
      AND (p.leased_until IS NULL OR p.leased_until < ${now}::timestamptz)
    RETURNING p.id, m.psp_token AS "pspToken", p.amount_minor AS "amountMinor", p.currency, p.asked`;
  return rows.map(({ amountMinor, currency, ...row }) => ({ ...row, amount: { amountMinor, currency }, sentBefore: row.asked > 1 }));
}

/** The provider did not say: to be asked again later. */
export async function askLater(db: Db, { id, asked }: Pick<Lease, 'id' | 'asked'>, now: Date): Promise<void> {
  await db.payment.updateMany({ where: { id, status: 'PENDING' }, data: { leasedUntil: null, askAt: nextAsk(now, asked) } });
}

export async function paymentsToAsk(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db.payment.findMany({
    where: { status: 'PENDING', askAt: { lte: now }, OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }] },
    orderBy: { askAt: 'asc' }, take: limit, select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The charge with which the contract was to begin. */
export async function firstPaymentOf(db: Db, contractId: string): Promise<{ id: string; status: PaymentStatus }> {
  const where = { invoice: { contractId } };
  const payment = await db.payment.findFirstOrThrow({ where, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true, status: true } });
  return { id: payment.id, status: payment.status as PaymentStatus };
}

/** Those of the contracts for which a charge is under way or unclear. */
export async function unansweredContractIds(db: Db, contractIds: readonly string[]): Promise<Set<string>> {
  const where = { status: 'PENDING', invoice: { contractId: { in: [...contractIds] } } };
  const rows = await db.payment.findMany({ where, select: { invoice: { select: { contractId: true } } } });
  return new Set(rows.map(({ invoice }) => invoice.contractId));
}
