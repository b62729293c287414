export type Money = { amountMinor: bigint; currency: string };

export type Plan = {
  id: string;
  code: string;
  name: string;
  description: string;
  monthlyPrice: Money;
  coveredProductIds: string[];
  /** ISO 8601 */
  responseTarget: string;
};

export type ContractStatus = 'PENDING_PAYMENT' | 'ACTIVE' | 'CANCELLED' | 'ENDED';

export type Contract = {
  id: string;
  status: ContractStatus;
  planCode: string;
  customerId: string;
  coveredProductIds: string[];
  startsAt: Date;
  endsAt: Date | null;
};

export type Invoice = {
  id: string;
  number: string;
  customerId: string;
  /** First and last day. */
  period: { start: string; end: string };
  total: Money;
  status: 'OPEN' | 'PAID' | 'VOID';
};

export type Payment = { id: string; invoiceId: string; status: 'PENDING' | 'SUCCEEDED' | 'DECLINED'; amount: Money; paidAt: Date | null };
export type PaymentMethod = { id: string; brand: string; last4: string; expiresAt: Date };

/** The monolith bills whole months: a cancelled contract covers to the end of this one. */
export const endOfMonth = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
