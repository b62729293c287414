import fc from '@sysops-squad/chassis/testing/properties';
import { billingPeriodOf } from './billingPeriod.ts';
import { methodToCharge } from './chargeDue.ts';
import { issued, paid, refunded, voided } from './ledger.ts';
import { nextAsk } from './payment.ts';

describe('a billing period', () => {
  it.each([
    ['2026-02-14T12:00:00Z', '2026-02-01', '2026-02-28', '2026-03-01'],
    ['2028-02-29T23:59:59Z', '2028-02-01', '2028-02-29', '2028-03-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-01', '2026-12-31', '2027-01-01'],
    ['2026-01-01T00:00:00Z', '2026-01-01', '2026-01-31', '2026-02-01'],
  ])('is the month of %s', (at, start, lastDay, end) => {
    expect(billingPeriodOf(new Date(at))).toEqual({ start: new Date(start), lastDay: new Date(lastDay), end: new Date(end) });
  });
});

describe('the ledger', () => {
  it('sums to zero whatever is posted, and an invoice that is paid or void is not owed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amountMinor) => {
        const owed = { customerId: 'cus_1', amount: { amountMinor, currency: 'EUR' } };
        const all = [issued('inv_1', owed, new Date()), paid('pay_1', owed, new Date()), voided('inv_1', owed, new Date()), refunded('ref_1', owed, new Date())];
        const sum = (entries: (typeof all)[0]['entries']) => entries.reduce((total, { amount }) => total + amount.amountMinor, 0n);
        const receivable = (...some: typeof all) => sum(some.flatMap(({ entries }) => entries).filter(({ account }) => account === 'RECEIVABLE'));
        expect(all.map(({ entries }) => sum(entries))).toEqual([0n, 0n, 0n, 0n]);
        expect([receivable(all[0]!), receivable(all[0]!, all[1]!), receivable(all[0]!, all[2]!), receivable(...all)]).toEqual([amountMinor, 0n, 0n, 0n]);
      }),
    );
  });
});

describe('which method is charged', () => {
  const method = (id: string) => ({ id, customerId: 'cus_1', brand: 'VISA', last4: '4242', expiresMonth: 1, expiresYear: 2030, createdAt: new Date() });
  const methods = [method('pm_new'), method('pm_own')];
  it.each([
    ['the contract’s own', 'pm_own', [], 'pm_own'],
    ['the newest when the own was declined', 'pm_own', ['pm_own'], 'pm_new'],
    ['the newest when it has none', null, [], 'pm_new'],
    ['the own again when all were declined', 'pm_own', ['pm_own', 'pm_new'], 'pm_own'],
  ])('%s', (_, paymentMethodId, declinedMethodIds, expected) => {
    expect(methodToCharge({ contract: { id: 'con_1', paymentMethodId }, methods, declinedMethodIds })?.id).toBe(expected);
  });
  it('none when there is none', () => expect(methodToCharge({ contract: { id: 'con_1', paymentMethodId: null }, methods: [], declinedMethodIds: [] })).toBeNull());
});

it('asks ever later, at most an hour apart', () => {
  const waits = [1, 2, 3, 30].map((asked) => nextAsk(new Date(0), asked).getTime());
  expect(waits).toEqual([1_000, 2_000, 4_000, 3_600_000]);
});
