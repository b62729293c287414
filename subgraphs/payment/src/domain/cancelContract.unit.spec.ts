import { aContract, anInvoice } from '../testing/builders.ts';
import { cancelContract } from './cancelContract.ts';

const now = new Date('2026-11-22T12:00:00Z');
const active = aContract({ status: 'ACTIVE' });

it('ends with the last paid month', () => {
  expect(cancelContract({ contract: active, invoices: [anInvoice('2026-10', 'PAID'), anInvoice('2026-11', 'PAID')], now })).toEqual({
    status: 'CANCELLED', endsAt: new Date('2026-12-01T00:00:00Z'), voids: [],
  });
});

it('ends now when nothing is paid ahead; the running month is not owed, an older debt is', () => {
  const [august, november] = [anInvoice('2026-08', 'OPEN'), anInvoice('2026-11', 'OPEN')];
  expect(cancelContract({ contract: active, invoices: [august, anInvoice('2026-10', 'PAID'), november], now })).toEqual({ status: 'CANCELLED', endsAt: now, voids: [november] });
});

it('ends a contract that was never paid for', () => {
  const invoice = anInvoice('2026-11', 'OPEN');
  expect(cancelContract({ contract: aContract({ status: 'PENDING_PAYMENT', startsAt: now }), invoices: [invoice], now })).toEqual({ status: 'ENDED', endsAt: now, voids: [invoice] });
});

it.each([
  aContract({ status: 'CANCELLED', endsAt: new Date('2026-12-01') }),
  aContract({ status: 'ENDED', endsAt: new Date('2026-02-01') }),
  aContract({ status: 'ACTIVE', endsAt: now }),
])('refuses what is cancelled or over: $status', (contract) => {
  expect(cancelContract({ contract, invoices: [], now })).toMatchObject({ code: 'ALREADY_CANCELLED' });
});
