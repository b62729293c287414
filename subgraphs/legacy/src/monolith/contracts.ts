import type { Contract, ContractStatus, Invoice, Payment, PaymentMethod } from '../domain/contract.ts';
import { groupedInOrderOf, inOrderOf, rowsWhere } from './batches.ts';
import type { Rest } from './rest.ts';

type ContractRow = { id: string; customer_id: string; plan_code: string; covered: string[]; status: string; starts_at: string; ends_at: string | null };
type InvoiceRow = {
  id: string; number: string; customer_id: string; period_start: string; period_end: string; amount_cents: number; currency: string; status: Invoice['status'];
};
type PaymentRow = { id: string; billing_id: string; amount_cents: number; currency: string; status: 'PENDING' | 'SUCCEEDED' | 'FAILED'; paid_at: string | null };
type PaymentMethodRow = { id: string; customer_id: string; brand: string; last4: string; expires_month: number; expires_year: number };

const contractStatuses: Record<string, ContractStatus> = { PENDING_PAYMENT: 'PENDING_PAYMENT', ACTIVE: 'ACTIVE', CANCELLED: 'CANCELLED' };
const paymentStatuses: Record<PaymentRow['status'], Payment['status']> = { PENDING: 'PENDING', SUCCEEDED: 'SUCCEEDED', FAILED: 'DECLINED' };

const toContract = (row: ContractRow): Contract => ({
  id: row.id,
  status: contractStatuses[row.status] ?? 'ENDED',
  planCode: row.plan_code,
  customerId: row.customer_id,
  coveredProductIds: row.covered,
  startsAt: new Date(row.starts_at),
  endsAt: row.ends_at === null ? null : new Date(row.ends_at),
});

const toInvoice = (row: InvoiceRow): Invoice => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  period: { start: row.period_start, end: dayBefore(row.period_end) },
  total: { amountMinor: BigInt(row.amount_cents), currency: row.currency },
  status: row.status,
});

// The monolith's period ends on the first day that no longer belongs to it.
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const toPayment = (row: PaymentRow): Payment => ({
  id: row.id,
  invoiceId: row.billing_id,
  status: paymentStatuses[row.status],
  amount: { amountMinor: BigInt(row.amount_cents), currency: row.currency },
  paidAt: row.paid_at === null ? null : new Date(row.paid_at),
});

const toPaymentMethod = (row: PaymentMethodRow): PaymentMethod => ({
  id: row.id,
  brand: row.brand,
  last4: row.last4,
  expiresAt: new Date(Date.UTC(row.expires_year, row.expires_month, 1)),
});

export async function contractsByIds(rest: Rest, ids: readonly string[]): Promise<(Contract | null)[]> {
  return inOrderOf(ids, (await rowsWhere<ContractRow>(rest, 'contract', 'ids', ids)).map(toContract), ({ id }) => id);
}

export async function invoicesByIds(rest: Rest, ids: readonly string[]): Promise<(Invoice | null)[]> {
  return inOrderOf(ids, (await rowsWhere<InvoiceRow>(rest, 'billing', 'ids', ids)).map(toInvoice), ({ id }) => id);
}

type OffsetPage = { limit: number; offset: number };

export async function pageOfContracts(rest: Rest, customerId: string, { limit, offset }: OffsetPage): Promise<Contract[]> {
  const { rows } = await rest.list<ContractRow>('contract', { customer_id: customerId, sort: '-starts_at', limit: limit + 1, offset });
  return rows.map(toContract);
}

export async function pageOfInvoices(rest: Rest, customerId: string, { limit, offset }: OffsetPage): Promise<Invoice[]> {
  const { rows } = await rest.list<InvoiceRow>('billing', { customer_id: customerId, sort: '-issued_at', limit: limit + 1, offset });
  return rows.map(toInvoice);
}

/** At most 20 each, newest first. */
export async function paymentsOfInvoices(rest: Rest, invoiceIds: readonly string[]): Promise<Payment[][]> {
  const rows = await rowsWhere<PaymentRow>(rest, 'payment', 'billing_id', invoiceIds, { sort: '-created_at' });
  return groupedInOrderOf(invoiceIds, rows.map(toPayment), ({ invoiceId }) => invoiceId).map((payments) => payments.slice(0, 20));
}

export async function paymentMethodsOf(rest: Rest, customerId: string): Promise<PaymentMethod[]> {
  const { rows } = await rest.list<PaymentMethodRow>('payment_method', { customer_id: customerId, sort: '-created_at', limit: 20 });
  return rows.map(toPaymentMethod);
}

type NewContract = {
  id: string; customer_id: string; plan_code: string; plan_name: string; monthly_price_cents: number; currency: string; covered: string[]; starts_at: string;
};

/** @throws MonolithRefused ALREADY_EXISTS for an id that is taken */
export const writeContract = async (rest: Rest, contract: NewContract): Promise<Contract> =>
  toContract(await rest.post<ContractRow>('contract', { ...contract, status: 'ACTIVE' }));

export const endContract = async (rest: Rest, id: string, endsAt: Date): Promise<Contract> =>
  toContract(await rest.patch<ContractRow>(`contract/${encodeURIComponent(id)}`, { status: 'CANCELLED', ends_at: endsAt.toISOString() }));

/** The contract that covers a product for a customer at a time; null when none does. */
export async function contractThatCovers(rest: Rest, customerId: string, productId: string, at: Date): Promise<string | null> {
  const { rows } = await rest.list<ContractRow>('contract', { customer_id: customerId, covered: productId, status: 'ACTIVE,CANCELLED', limit: 100 });
  const moment = at.toISOString();
  return rows.find((row) => row.starts_at <= moment && (row.ends_at === null || row.ends_at > moment))?.id ?? null;
}
