import type { Invoice } from './invoice.ts';
import type { Money } from './money.ts';

export type PaymentStatus = 'PENDING' | 'SUCCEEDED' | 'DECLINED';

export type Payment = {
  id: string;
  invoiceId: string;
  paymentMethodId: string | null;
  amount: Money;
  status: PaymentStatus;
  declineCode: string | null;
  paidAt: Date | null;
  createdAt: Date;
};

export type PaymentMethod = {
  id: string;
  customerId: string;
  brand: string;
  last4: string;
  expiresMonth: number;
  expiresYear: number;
  createdAt: Date;
};

/** What the provider is known to have done. Not knowing is no outcome. */
export type PaymentOutcome = { paymentId: string; reference: string } & ({ status: 'SUCCEEDED' } | { status: 'DECLINED'; declineCode: string });

export function paymentFor(invoice: Pick<Invoice, 'id' | 'total'>, paymentMethodId: string, id: string, createdAt: Date): Payment {
  return { id, invoiceId: invoice.id, paymentMethodId, amount: invoice.total, status: 'PENDING', declineCode: null, paidAt: null, createdAt };
}

/** End of the month in which the card expires. */
export const expiryOf = ({ expiresYear, expiresMonth }: PaymentMethod): Date => new Date(Date.UTC(expiresYear, expiresMonth, 1));

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** When to ask the provider again about something it has not told us: after 1 s, then 2, 4, … at most an hour. */
export const nextAsk = (now: Date, asked: number): Date => new Date(now.getTime() + Math.min(SECOND * 2 ** (asked - 1), HOUR));
