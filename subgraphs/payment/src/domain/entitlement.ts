import { coversAt, statusAt, type Contract } from './contract.ts';

export type EntitlementReason = 'COVERED' | 'NO_CONTRACT' | 'PRODUCT_NOT_COVERED' | 'CONTRACT_ENDED' | 'CONTRACT_UNPAID';
export type Entitlement = { contract: Contract | null; reason: EntitlementReason };

/** @param contracts all of the customer's, in any order */
export function entitlementOf(contracts: readonly Contract[], productId: string, at: Date): Entitlement {
  const begun = contracts.filter(({ startsAt }) => startsAt <= at);
  const forProduct = begun.filter(({ productIds }) => productIds.includes(productId));
  const covering = forProduct.find((contract) => coversAt(contract, at));
  return covering ? { contract: covering, reason: 'COVERED' } : { contract: null, reason: whyNot(begun, forProduct, at) };
}

// The nearest miss is told: what the customer could pay, then what they had, then what they have instead.
function whyNot(begun: readonly Contract[], forProduct: readonly Contract[], at: Date): Exclude<EntitlementReason, 'COVERED'> {
  if (forProduct.some((contract) => statusAt(contract, at) === 'PENDING_PAYMENT')) return 'CONTRACT_UNPAID';
  if (forProduct.length > 0) return 'CONTRACT_ENDED';
  if (begun.some((contract) => coversAt(contract, at))) return 'PRODUCT_NOT_COVERED';
  return begun.length > 0 ? 'CONTRACT_ENDED' : 'NO_CONTRACT';
}
