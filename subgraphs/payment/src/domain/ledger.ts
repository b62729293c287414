import type { Money } from './money.ts';

/** RECEIVABLE is what one customer owes us; OPENING is what came with the history that we took over. */
export type Account = 'RECEIVABLE' | 'REVENUE' | 'CASH' | 'OPENING';
export type LedgerEntry = { account: Account; customerId: string | null; amount: Money };
export type LedgerTransaction = {
  /** Says what is posted, so that nothing is posted twice. */
  id: string;
  kind: 'ISSUED' | 'VOIDED' | 'PAID' | 'REFUNDED';
  occurredAt: Date;
  entries: LedgerEntry[];
};

type Owed = { customerId: string; amount: Money };

export const issued = (invoiceId: string, owed: Owed, at: Date) => posting('ISSUED', invoiceId, at, receivable(owed), ours('REVENUE', owed));
export const voided = (invoiceId: string, owed: Owed, at: Date) => posting('VOIDED', invoiceId, at, ours('REVENUE', owed), receivable(owed));
export const paid = (paymentId: string, owed: Owed, at: Date) => posting('PAID', paymentId, at, ours('CASH', owed), receivable(owed));
export const refunded = (refundId: string, owed: Owed, at: Date) => posting('REFUNDED', refundId, at, receivable(owed), ours('CASH', owed));

const receivable = ({ customerId, amount }: Owed): LedgerEntry => ({ account: 'RECEIVABLE', customerId, amount });
const ours = (account: Account, { amount }: Owed): LedgerEntry => ({ account, customerId: null, amount });
const minus = ({ amount, ...entry }: LedgerEntry): LedgerEntry => ({ ...entry, amount: { ...amount, amountMinor: -amount.amountMinor } });

/** The first entry is debited, the second credited by the same amount. */
function posting(kind: LedgerTransaction['kind'], reference: string, occurredAt: Date, debit: LedgerEntry, credit: LedgerEntry): LedgerTransaction {
  return { id: `${kind}:${reference}`, kind, occurredAt, entries: [debit, minus(credit)] };
}
