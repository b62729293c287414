import { statusAt, type Contract } from './contract.ts';
import { invoiceFor, type Invoice } from './invoice.ts';
import { paymentFor, type Payment } from './payment.ts';
import type { Plan } from './plan.ts';
import { refusal, type Refusal } from './refusal.ts';

export type SubscribeToPlan = {
  customerId: string;
  plan: Plan | null;
  /** The customer's own; null when there is none of that id. */
  paymentMethodId: string | null;
  productIds: readonly string[];
  /** The customer's contracts, and of each whether a charge has no answer yet. */
  existing: readonly { contract: Contract; chargeUnanswered: boolean }[];
  now: Date;
  ids: { contract: string; invoice: string; payment: string };
};

export type Subscription = {
  contract: Contract;
  invoice: Invoice;
  payment: Payment;
  /** Contracts that never came into force because their charge was declined: this one takes their place. */
  replaces: Contract[];
};

export function subscribeToPlan(command: SubscribeToPlan): Subscription | Refusal {
  const { plan, paymentMethodId, productIds, now } = command;
  if (!plan) return refusal('NOT_FOUND', 'planId');
  if (!paymentMethodId) return refusal('NOT_FOUND', 'paymentMethodId');
  const uncovered = productIds.findIndex((id) => !plan.productIds.includes(id));
  if (uncovered >= 0) return refusal('PRODUCT_NOT_COVERED', `productIds[${uncovered}]`);
  const inTheWay = command.existing.filter(({ contract }) => overlaps(contract, productIds, now));
  const held = inTheWay.filter(({ contract, chargeUnanswered }) => contract.status !== 'PENDING_PAYMENT' || chargeUnanswered);
  if (held.some(({ contract }) => contract.status !== 'PENDING_PAYMENT')) return refusal('ALREADY_COVERED', 'productIds');
  if (held.length > 0) return refusal('TRY_AGAIN');
  return { ...made(command, plan, paymentMethodId), replaces: inTheWay.map(({ contract }) => contract) };
}

const overlaps = (contract: Contract, productIds: readonly string[], now: Date): boolean =>
  statusAt(contract, now) !== 'ENDED' && contract.productIds.some((id) => productIds.includes(id));

function made({ customerId, productIds, now, ids }: SubscribeToPlan, plan: Plan, paymentMethodId: string): Omit<Subscription, 'replaces'> {
  const contract: Contract = {
    id: ids.contract, customerId, planId: plan.id, planName: plan.name, monthlyPrice: plan.monthlyPrice, status: 'PENDING_PAYMENT',
    paymentMethodId, startsAt: now, endsAt: null, createdAt: now, productIds: [...productIds],
  };
  const invoice = invoiceFor(contract, now, ids.invoice, now);
  return { contract, invoice, payment: paymentFor(invoice, paymentMethodId, ids.payment, now) };
}
