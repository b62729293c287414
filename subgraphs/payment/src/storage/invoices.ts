import { Prisma } from '../../generated/client.ts';
import { issued, voided } from '../domain/ledger.ts';
import type { Invoice } from '../domain/invoice.ts';
import { postTransactions } from './ledger.ts';
import type { Db } from './storage.ts';

type Row = Omit<Invoice, 'total'> & { amountMinor: bigint; currency: string };

export const INVOICE_COLUMNS = Prisma.sql`
  i.id, i.number, i.contract_id AS "contractId", i.customer_id AS "customerId", i.period_start AS "periodStart", i.period_end AS "periodEnd",
  i.total_minor AS "amountMinor", i.currency, i.status, i.issued_at AS "issuedAt"`;

export const toInvoice = ({ amountMinor, currency, ...invoice }: Row): Invoice => ({ ...invoice, total: { amountMinor, currency } });

export async function invoicesByIds(db: Db, ids: readonly string[]): Promise<Invoice[]> {
  return (await db.$queryRaw<Row[]>`SELECT ${INVOICE_COLUMNS} FROM invoice i WHERE i.id = ANY (${[...ids]})`).map(toInvoice);
}

/** Locked until the transaction ends; lock the contract before. */
export async function lockInvoicesOf(tx: Db, contractId: string): Promise<Invoice[]> {
  return (await tx.$queryRaw<Row[]>`SELECT ${INVOICE_COLUMNS} FROM invoice i WHERE i.contract_id = ${contractId} ORDER BY i.id FOR UPDATE`).map(toInvoice);
}

/** Of each contract the invoice of the month in which it was made. */
export async function firstInvoiceOf(db: Db, contractId: string): Promise<Invoice | null> {
  const rows = await db.$queryRaw<Row[]>`SELECT ${INVOICE_COLUMNS} FROM invoice i WHERE i.contract_id = ${contractId} ORDER BY i.month LIMIT 1`;
  return rows.map(toInvoice)[0] ?? null;
}

/** Newest first: for each customer up to `limit` + 1, after the invoice with the id `after`. */
export async function pagesOfInvoices(db: Db, customerIds: readonly string[], limit: number, after: string | null): Promise<Invoice[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${INVOICE_COLUMNS} FROM unnest(${[...customerIds]}::text[]) AS asked (customer_id), LATERAL (
      SELECT * FROM invoice WHERE customer_id = asked.customer_id
        AND (${after}::text IS NULL OR (issued_at, id) < (SELECT issued_at, id FROM invoice WHERE id = ${after}))
      ORDER BY issued_at DESC, id DESC LIMIT ${limit + 1}
    ) i ORDER BY i.issued_at DESC, i.id DESC`;
  return rows.map(toInvoice);
}

/** Gives each its number and posts it to the ledger. */
export async function issueInvoices(tx: Db, invoices: readonly Invoice[]): Promise<void> {
  const rows = invoices.map(({ total, ...row }) => ({ ...row, amountMinor: String(total.amountMinor), currency: total.currency }));
  await tx.$executeRaw`
    INSERT INTO invoice (id, number, contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at)
    SELECT id, 'INV-' || nextval('invoice_number'), "contractId", "customerId", "periodStart"::date, "periodEnd"::date, "amountMinor", currency, status, "issuedAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (id text, "contractId" text, "customerId" text, "periodStart" text, "periodEnd" text, "amountMinor" bigint, currency text, status text, "issuedAt" timestamptz)`;
  await postTransactions(tx, invoices.map((invoice) => issued(invoice.id, { customerId: invoice.customerId, amount: invoice.total }, invoice.issuedAt)));
}

export async function voidInvoices(tx: Db, invoices: readonly Invoice[], at: Date): Promise<void> {
  await tx.invoice.updateMany({ where: { id: { in: invoices.map(({ id }) => id) } }, data: { status: 'VOID' } });
  await postTransactions(tx, invoices.map((invoice) => voided(invoice.id, { customerId: invoice.customerId, amount: invoice.total }, at)));
}
