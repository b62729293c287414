import { paid } from '../domain/ledger.ts';
import type { PaymentOutcome } from '../domain/payment.ts';
import { postTransactions } from './ledger.ts';
import { owePayback } from './refunds.ts';
import type { Db, Storage } from './storage.ts';

type Settled = { id: string; invoiceId: string; customerId: string; status: string; invoiceStatus: string; amountMinor: bigint; currency: string };

/** Writes what the provider did: payments, their invoices, first contracts and ledger, all at once, each once. */
export async function settlePayments(storage: Storage, outcomes: readonly PaymentOutcome[], now: Date): Promise<void> {
  if (outcomes.length === 0) return;
  await storage.inTransaction(async (tx) => {
    await lockContractsOf(tx, outcomes.map(({ paymentId }) => paymentId));
    const succeeded = (await recordOutcomes(tx, outcomes, now)).filter(({ status }) => status === 'SUCCEEDED');
    if (succeeded.length === 0) return;
    await markPaid(tx, succeeded.map(({ invoiceId }) => invoiceId));
    await postTransactions(tx, succeeded.map((row) => paid(row.id, { customerId: row.customerId, amount: row }, now)));
    await owePayback(tx, succeeded.filter(({ invoiceStatus }) => invoiceStatus === 'VOID'), now);
  });
}

// In the order contract, invoice, payment, like everybody who changes them: no two wait for each other.
async function lockContractsOf(tx: Db, paymentIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT c.id FROM contract c WHERE c.id IN (
      SELECT i.contract_id FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE p.id = ANY (${[...paymentIds]})
    ) ORDER BY c.id FOR UPDATE`;
}

async function recordOutcomes(tx: Db, outcomes: readonly PaymentOutcome[], now: Date): Promise<Settled[]> {
  return tx.$queryRaw<Settled[]>`
    UPDATE payment p SET status = o.status, psp_reference = o.reference, decline_code = o."declineCode", leased_until = NULL, ask_at = NULL,
      paid_at = CASE WHEN o.status = 'SUCCEEDED' THEN ${now}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o ("paymentId" text, status text, reference text, "declineCode" text), invoice i
    WHERE p.id = o."paymentId" AND i.id = p.invoice_id AND p.status = 'PENDING'
    RETURNING p.id, p.invoice_id AS "invoiceId", i.customer_id AS "customerId", p.status, i.status AS "invoiceStatus", p.amount_minor AS "amountMinor", p.currency`;
}

async function markPaid(tx: Db, invoiceIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    WITH paid AS (UPDATE invoice SET status = 'PAID' WHERE id = ANY (${[...invoiceIds]}) AND status = 'OPEN' RETURNING contract_id)
    UPDATE contract SET status = 'ACTIVE' FROM paid WHERE contract.id = paid.contract_id AND contract.status = 'PENDING_PAYMENT'`;
}
