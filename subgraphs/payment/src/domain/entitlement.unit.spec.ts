import { aContract } from '../testing/builders.ts';
import { entitlementOf } from './entitlement.ts';

const at = new Date('2026-11-22T12:00:00Z');
const mine = { productIds: ['prd_1'] };
const active = aContract({ status: 'ACTIVE', ...mine });
const other = aContract({ status: 'ACTIVE', productIds: ['prd_2'] });
const unpaid = aContract({ status: 'PENDING_PAYMENT', ...mine });
const over = aContract({ status: 'CANCELLED', endsAt: at, ...mine });

it.each([
  ['nothing', [], 'NO_CONTRACT'],
  ['an active contract', [active], 'COVERED'],
  ['a cancelled one until its end', [aContract({ status: 'CANCELLED', endsAt: new Date(at.getTime() + 1), ...mine })], 'COVERED'],
  ['one that ends at this moment', [over], 'CONTRACT_ENDED'],
  ['one that has not begun', [aContract({ status: 'ACTIVE', startsAt: new Date(at.getTime() + 1), ...mine })], 'NO_CONTRACT'],
  ['one that begins at this moment', [aContract({ status: 'ACTIVE', startsAt: at, ...mine })], 'COVERED'],
  ['one that is not paid', [unpaid], 'CONTRACT_UNPAID'],
  ['one for other products', [other], 'PRODUCT_NOT_COVERED'],
  ['only an ended one for other products', [aContract({ status: 'ENDED', endsAt: new Date('2026-02-01'), productIds: ['prd_2'] })], 'CONTRACT_ENDED'],
  ['an ended one, and one for other products', [over, other], 'CONTRACT_ENDED'],
  ['all of these and an active one', [over, other, unpaid, active], 'COVERED'],
])('%s: %#', (_, contracts, reason) => {
  const entitlement = entitlementOf(contracts, 'prd_1', at);
  expect(entitlement.reason).toBe(reason);
  expect(entitlement.contract !== null).toBe(reason === 'COVERED');
});
