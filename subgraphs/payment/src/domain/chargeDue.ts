import type { Contract } from './contract.ts';
import type { Invoice } from './invoice.ts';
import type { PaymentMethod } from './payment.ts';

/** An invoice of the month that is run, with what is needed to decide whether and how to charge it. */
export type InvoiceToCharge = {
  invoice: Invoice;
  contract: Pick<Contract, 'id' | 'paymentMethodId'>;
  /** Of the customer, newest first. */
  methods: readonly PaymentMethod[];
  /** Methods that were declined for this invoice. */
  declinedMethodIds: readonly string[];
};

/** The contract's own method first; after a decline the newest that was not tried; when all were, the own or newest again. */
export function methodToCharge({ contract, methods, declinedMethodIds }: Omit<InvoiceToCharge, 'invoice'>): PaymentMethod | null {
  const own = methods.filter(({ id }) => id === contract.paymentMethodId);
  const inOrder = [...own, ...methods];
  return inOrder.find(({ id }) => !declinedMethodIds.includes(id)) ?? inOrder[0] ?? null;
}
