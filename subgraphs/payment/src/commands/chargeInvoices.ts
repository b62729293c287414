import type { BillingPeriod } from '../domain/billingPeriod.ts';
import { methodToCharge } from '../domain/chargeDue.ts';
import { paymentFor, type Payment, type PaymentMethod } from '../domain/payment.ts';
import { openInvoices, type OpenInvoice } from '../storage/billing.ts';
import { paymentMethodsOfCustomers } from '../storage/paymentMethods.ts';
import { insertPayments, paymentsOfInvoices } from '../storage/payments.ts';
import { collectPayments } from './collectPayments.ts';
import type { BillingLimits, Dependencies } from './dependencies.ts';

/** `reason` is the provider's decline code, NO_PAYMENT_METHOD or NO_ANSWER_YET. */
export type ChargeFailure = { contractId: string; reason: string };

const CHARGES_AT_ONCE = 100;

/** Charges every open invoice of the month once, and says of each that stays open why. */
export async function chargeInvoices(
  parts: Dependencies, { parallelCharges, stopping }: BillingLimits, period: BillingPeriod, onFailure: (failure: ChargeFailure) => void,
): Promise<void> {
  let afterId = '';
  while (!stopping.aborted) {
    const due = await openInvoices(parts.storage.db, period, afterId, CHARGES_AT_ONCE);
    if (due.length === 0) return;
    const sent = await sendPayments(parts, due);
    await collectPayments(parts, [...sent.values()], parallelCharges);
    await reportFailures(parts, due, sent, onFailure);
    afterId = due.at(-1)!.invoice.id;
  }
}

/** Payment ids by invoice id: a new payment, or the one that has no answer yet. */
async function sendPayments({ storage, clock, newId }: Dependencies, due: readonly OpenInvoice[]): Promise<Map<string, string>> {
  const methods = await paymentMethodsOfCustomers(storage.db, [...new Set(due.map(({ invoice }) => invoice.customerId))]);
  const payments = due.flatMap((each) => (each.pendingPaymentId ? [] : newPayment(each, methods, newId('pay'), clock())));
  await insertPayments(storage.db, payments);
  const pending = due.flatMap(({ invoice, pendingPaymentId }): [string, string][] => (pendingPaymentId ? [[invoice.id, pendingPaymentId]] : []));
  return new Map([...pending, ...payments.map(({ id, invoiceId }): [string, string] => [invoiceId, id])]);
}

function newPayment(due: OpenInvoice, methods: readonly PaymentMethod[], id: string, now: Date): Payment[] {
  const method = methodToCharge({ ...due, methods: methods.filter(({ customerId }) => customerId === due.invoice.customerId) });
  return method ? [paymentFor(due.invoice, method.id, id, now)] : [];
}

async function reportFailures(
  { storage }: Dependencies, due: readonly OpenInvoice[], sent: ReadonlyMap<string, string>, onFailure: (failure: ChargeFailure) => void,
): Promise<void> {
  const payments = new Map((await paymentsOfInvoices(storage.db, due.map(({ invoice }) => invoice.id))).map((payment) => [payment.id, payment]));
  for (const { invoice, contract } of due) {
    const payment = payments.get(sent.get(invoice.id) ?? '');
    if (payment?.status === 'SUCCEEDED') continue;
    onFailure({ contractId: contract.id, reason: payment ? (payment.declineCode ?? 'NO_ANSWER_YET') : 'NO_PAYMENT_METHOD' });
  }
}
