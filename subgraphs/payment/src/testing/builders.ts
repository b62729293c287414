import type { Contract } from '../domain/contract.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Plan } from '../domain/plan.ts';

const price = { amountMinor: 499n, currency: 'EUR' };

export const aPlan = (...productIds: string[]): Plan => ({
  id: 'plan_1', code: 'BASIC', name: 'Basic', description: '', monthlyPrice: price, responseTargetMinutes: 1440, productIds,
});

export const aContract = (facts: Pick<Contract, 'status'> & Partial<Contract>): Contract => ({
  id: 'con_0', customerId: 'cus_1', planId: 'plan_1', planName: 'Basic', monthlyPrice: price, paymentMethodId: null,
  startsAt: new Date('2026-01-05'), endsAt: null, createdAt: new Date('2026-01-05'), productIds: [], ...facts,
});

/** Of a month such as 2026-11. */
export const anInvoice = (month: string, status: Invoice['status']): Invoice => {
  const periodStart = new Date(`${month}-01`);
  const periodEnd = new Date(Date.UTC(periodStart.getUTCFullYear(), periodStart.getUTCMonth() + 1, 0));
  return { id: `inv_${month}`, number: `INV-${month}`, contractId: 'con_0', customerId: 'cus_1', periodStart, periodEnd, total: price, status, issuedAt: periodStart };
};
