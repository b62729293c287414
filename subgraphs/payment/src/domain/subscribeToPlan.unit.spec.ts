import { aContract, aPlan } from '../testing/builders.ts';
import { subscribeToPlan, type SubscribeToPlan } from './subscribeToPlan.ts';

const now = new Date('2026-11-22T12:00:00Z');
const command = (more: Partial<SubscribeToPlan> = {}): SubscribeToPlan => ({
  customerId: 'cus_1', plan: aPlan('prd_1', 'prd_2'), paymentMethodId: 'pm_1', productIds: ['prd_1'], existing: [], now,
  ids: { contract: 'con_1', invoice: 'inv_1', payment: 'pay_1' }, ...more,
});

it('makes a contract that waits for its first payment, an invoice for the whole month, and the payment', () => {
  expect(subscribeToPlan(command())).toMatchObject({
    contract: { id: 'con_1', status: 'PENDING_PAYMENT', startsAt: now, endsAt: null, productIds: ['prd_1'], monthlyPrice: { amountMinor: 499n } },
    invoice: { periodStart: new Date('2026-11-01'), periodEnd: new Date('2026-11-30'), total: { amountMinor: 499n, currency: 'EUR' }, status: 'OPEN' },
    payment: { invoiceId: 'inv_1', paymentMethodId: 'pm_1', status: 'PENDING', amount: { amountMinor: 499n } },
    replaces: [],
  });
});

const held = (contract: ReturnType<typeof aContract>, chargeUnanswered = false) => ({ existing: [{ contract, chargeUnanswered }] });

it.each<[string, string, Partial<SubscribeToPlan>]>([
  ['no such plan', 'NOT_FOUND', { plan: null }],
  ['no such payment method', 'NOT_FOUND', { paymentMethodId: null }],
  ['a product outside the plan', 'PRODUCT_NOT_COVERED', { productIds: ['prd_1', 'prd_9'] }],
  ['an active contract', 'ALREADY_COVERED', held(aContract({ status: 'ACTIVE', productIds: ['prd_1'] }))],
  ['a cancelled one that still covers', 'ALREADY_COVERED', held(aContract({ status: 'CANCELLED', endsAt: new Date('2026-12-01'), productIds: ['prd_1'] }))],
  ['one whose charge has no answer yet', 'TRY_AGAIN', held(aContract({ status: 'PENDING_PAYMENT', productIds: ['prd_1'] }), true)],
])('refuses %s: %s', (_, code, more) => expect(subscribeToPlan(command(more))).toMatchObject({ code }));

it.each([
  ['an ended one', aContract({ status: 'CANCELLED', endsAt: now, productIds: ['prd_1'] }), 0],
  ['one for another product', aContract({ status: 'ACTIVE', productIds: ['prd_2'] }), 0],
  ['one that was declined, which it replaces', aContract({ status: 'PENDING_PAYMENT', productIds: ['prd_1'] }), 1],
])('goes beside %s', (_, contract, replaced) => {
  const decision = subscribeToPlan(command(held(contract)));
  expect('replaces' in decision && decision.replaces).toHaveLength(replaced);
});
