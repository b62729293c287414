import { endOfLastDay } from './billingPeriod.ts';
import { statusAt, type Contract } from './contract.ts';
import type { Invoice } from './invoice.ts';
import { refusal, type Refusal } from './refusal.ts';

export type CancelContract = { contract: Contract; invoices: readonly Invoice[]; now: Date };
export type Cancellation = {
  status: 'CANCELLED' | 'ENDED';
  endsAt: Date;
  /** Open invoices for time after the end: not owed any more. Older ones stay owed. */
  voids: Invoice[];
};

/** Ends it when the paid time is over; a contract without paid time ahead ends now. */
export function cancelContract({ contract, invoices, now }: CancelContract): Cancellation | Refusal {
  const status = statusAt(contract, now);
  if (status === 'CANCELLED' || status === 'ENDED') return refusal('ALREADY_CANCELLED', 'contractId');
  const paidUntil = invoices.filter((invoice) => invoice.status === 'PAID').map(({ periodEnd }) => endOfLastDay(periodEnd).getTime());
  const endsAt = new Date(Math.max(now.getTime(), contract.startsAt.getTime(), ...paidUntil));
  const voids = invoices.filter((invoice) => invoice.status === 'OPEN' && endOfLastDay(invoice.periodEnd) > endsAt);
  return { status: status === 'PENDING_PAYMENT' ? 'ENDED' : 'CANCELLED', endsAt, voids };
}
