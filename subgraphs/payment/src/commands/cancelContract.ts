import { normalText } from '@sysops-squad/chassis/text/normalText';
import { isAtMost } from '@sysops-squad/chassis/text/textLength';
import { cancelContract as decide } from '../domain/cancelContract.ts';
import type { Contract } from '../domain/contract.ts';
import { refusal, type Refusal } from '../domain/refusal.ts';
import { contractsByIds, endContract, lockContract } from '../storage/contracts.ts';
import { lockInvoicesOf, voidInvoices } from '../storage/invoices.ts';
import type { Dependencies } from './dependencies.ts';

export type CancelContract = {
  contractId: string;
  reason: string;
  /** Whose contract it must be; null: anybody's. */
  ownerId: string | null;
};

export async function cancelContract({ storage, clock }: Dependencies, { contractId, reason, ownerId }: CancelContract): Promise<Contract | Refusal> {
  if (normalText(reason) === '' || !isAtMost(normalText(reason), 500)) return refusal('INVALID_INPUT', 'reason', 'must be 1 to 500 characters long');
  return storage.inTransaction(async (tx) => {
    const contract = await lockContract(tx, contractId);
    if (!contract || (ownerId !== null && contract.customerId !== ownerId)) return refusal('NOT_FOUND', 'contractId');
    const now = clock();
    const decision = decide({ contract, invoices: await lockInvoicesOf(tx, contractId), now });
    if ('code' in decision) return decision;
    await endContract(tx, contractId, { ...decision, at: now, reason: normalText(reason) });
    await voidInvoices(tx, decision.voids, now);
    return (await contractsByIds(tx, [contractId]))[0]!;
  });
}
