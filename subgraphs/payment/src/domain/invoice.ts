import { billingPeriodOf } from './billingPeriod.ts';
import type { Contract } from './contract.ts';
import type { Money } from './money.ts';

export type InvoiceStatus = 'OPEN' | 'PAID' | 'VOID';

export type Invoice = {
  id: string;
  /** Given by the storage; null until stored. */
  number: string | null;
  contractId: string;
  customerId: string;
  /** First and last day, at midnight UTC. */
  periodStart: Date;
  periodEnd: Date;
  total: Money;
  status: InvoiceStatus;
  issuedAt: Date;
};

/** Whole months are billed, the first one too, as it always was. */
export function invoiceFor(contract: Pick<Contract, 'id' | 'customerId' | 'monthlyPrice'>, month: Date, id: string, issuedAt: Date): Invoice {
  const { start, lastDay } = billingPeriodOf(month);
  return {
    id, number: null, contractId: contract.id, customerId: contract.customerId,
    periodStart: start, periodEnd: lastDay, total: contract.monthlyPrice, status: 'OPEN', issuedAt,
  };
}
