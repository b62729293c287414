import { Prisma } from '../../generated/client.ts';
import type { BillingPeriod } from '../domain/billingPeriod.ts';
import type { InvoiceToCharge } from '../domain/chargeDue.ts';
import type { Contract } from '../domain/contract.ts';
import { INVOICE_COLUMNS, toInvoice } from './invoices.ts';
import type { Db, Storage } from './storage.ts';

const activeIn = ({ start, end }: BillingPeriod) => Prisma.sql`
  c.status = 'ACTIVE' AND c.starts_at < ${end}::timestamptz AND (c.ends_at IS NULL OR c.ends_at > ${start}::timestamptz)`;
const invoicedIn = ({ start }: BillingPeriod) => Prisma.sql`EXISTS (SELECT FROM invoice i WHERE i.contract_id = c.id AND i.month = ${start}::date)`;

/** Keeps every other run out, in this process and in others, until `release` is called or the process dies; null while one runs. */
export async function lockBilling({ pool }: Storage): Promise<{ release: () => Promise<void> } | null> {
  const client = await pool.connect();
  // When the connection breaks, the run's own statements fail: nobody else needs to hear of it.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  const giveBack = (error?: Error): void => {
    client.off('error', ignore);
    client.release(error);
  };
  const asked = client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(hashtext('billing run')) AS locked`);
  const { rows } = await asked.catch((error: Error) => (giveBack(error), Promise.reject(error)));
  if (!rows[0]!.locked) return giveBack(), null;
  return {
    async release() {
      await client.query(`SELECT pg_advisory_unlock(hashtext('billing run'))`).then(() => giveBack(), giveBack);
    },
  };
}

export async function countInvoiced(db: Db, period: BillingPeriod): Promise<number> {
  const rows = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM contract c WHERE ${activeIn(period)} AND ${invoicedIn(period)}`;
  return rows[0]!.n;
}

/** Locked until the transaction ends: none is cancelled while its invoice is made. */
export async function contractsToInvoice(tx: Db, period: BillingPeriod, limit: number): Promise<Pick<Contract, 'id' | 'customerId' | 'monthlyPrice'>[]> {
  const rows = await tx.$queryRaw<{ id: string; customerId: string; amountMinor: bigint; currency: string }[]>`
    SELECT c.id, c.customer_id AS "customerId", c.monthly_price_minor AS "amountMinor", c.currency
    FROM contract c WHERE ${activeIn(period)} AND NOT ${invoicedIn(period)} ORDER BY c.id LIMIT ${limit} FOR UPDATE OF c`;
  return rows.map(({ amountMinor, currency, ...row }) => ({ ...row, monthlyPrice: { amountMinor, currency } }));
}

export type OpenInvoice = Omit<InvoiceToCharge, 'methods'> & { pendingPaymentId: string | null };

/** Unpaid invoices of the month, of contracts that still run, in the order of their ids. */
export async function openInvoices(db: Db, period: BillingPeriod, afterId: string, limit: number): Promise<OpenInvoice[]> {
  type Row = Parameters<typeof toInvoice>[0] & { paymentMethodId: string | null; declinedMethodIds: string[]; pendingPaymentId: string | null };
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${INVOICE_COLUMNS}, c.payment_method_id AS "paymentMethodId",
      ARRAY (SELECT payment_method_id FROM payment WHERE invoice_id = i.id AND status = 'DECLINED' AND payment_method_id IS NOT NULL) AS "declinedMethodIds",
      (SELECT id FROM payment WHERE invoice_id = i.id AND status = 'PENDING') AS "pendingPaymentId"
    FROM invoice i JOIN contract c ON c.id = i.contract_id
    WHERE i.month = ${period.start}::date AND i.status = 'OPEN' AND i.id > ${afterId} AND ${activeIn(period)} ORDER BY i.id LIMIT ${limit}`;
  return rows.map(({ paymentMethodId, declinedMethodIds, pendingPaymentId, ...row }) => ({
    invoice: toInvoice(row), contract: { id: row.contractId, paymentMethodId }, declinedMethodIds, pendingPaymentId,
  }));
}

export type BillingRun = { id: string; periodStart: Date; startedAt: Date; invoicesCreated: number; invoicesSkipped: number; failed: number };

export async function saveBillingRun(db: Db, run: BillingRun, finishedAt: Date | null): Promise<void> {
  await db.billingRun.upsert({ where: { id: run.id }, create: { ...run, finishedAt }, update: { ...run, finishedAt } });
}
