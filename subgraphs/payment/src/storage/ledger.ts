import type { LedgerTransaction } from '../domain/ledger.ts';
import type { Db } from './storage.ts';

/** Posts each once: what is there already stays as it is. */
export async function postTransactions(tx: Db, transactions: readonly LedgerTransaction[]): Promise<void> {
  if (transactions.length === 0) return;
  const heads = transactions.map(({ entries: _, ...head }) => head);
  const entries = transactions.flatMap(({ id, entries }) => entries.map((entry, position) => ({
    transactionId: id, position, account: entry.account, customerId: entry.customerId, amountMinor: String(entry.amount.amountMinor), currency: entry.amount.currency,
  })));
  await tx.$executeRaw`
    WITH posted AS (
      INSERT INTO ledger_transaction (id, kind, occurred_at)
      SELECT id, kind, "occurredAt" FROM jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) AS h (id text, kind text, "occurredAt" timestamptz)
      ON CONFLICT (id) DO NOTHING RETURNING id
    )
    INSERT INTO ledger_entry (transaction_id, position, account, customer_id, amount_minor, currency)
    SELECT "transactionId", position, account, "customerId", "amountMinor", currency
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      AS e ("transactionId" text, position int, account text, "customerId" text, "amountMinor" bigint, currency text)
    JOIN posted ON posted.id = e."transactionId"`;
}
