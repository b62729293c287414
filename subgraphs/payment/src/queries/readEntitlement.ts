import { entitlementOf, type EntitlementReason } from '../domain/entitlement.ts';
import type { Contract } from '../domain/contract.ts';
import { contractsOfCustomers } from '../storage/contracts.ts';
import { plansByIds } from '../storage/plans.ts';
import type { Db } from '../storage/storage.ts';

export type EntitlementAnswer = { covered: boolean; contract: Contract | null; reason: EntitlementReason; responseTargetMinutes: number | null };
export type EntitlementQuestion = { customerId: string; productId: string; at: Date };

export async function readEntitlement(db: Db, { customerId, productId, at }: EntitlementQuestion): Promise<EntitlementAnswer> {
  const { contract, reason } = entitlementOf(await contractsOfCustomers(db, [customerId]), productId, at);
  const [plan] = contract ? await plansByIds(db, [contract.planId]) : [];
  return { covered: contract !== null, contract, reason, responseTargetMinutes: plan?.responseTargetMinutes ?? null };
}
