import type { Contract } from '../domain/contract.ts';
import { endContract } from './contracts.ts';
import { lockInvoicesOf, voidInvoices } from './invoices.ts';
import type { Db } from './storage.ts';

/** Ends contracts that never came into force, and what they were to cost is not owed any more. */
export async function replaceContracts(tx: Db, contracts: readonly Contract[], at: Date): Promise<void> {
  for (const { id } of contracts) {
    await endContract(tx, id, { status: 'ENDED', endsAt: at, at, reason: 'Never paid; another contract took its place.' });
    await voidInvoices(tx, (await lockInvoicesOf(tx, id)).filter(({ status }) => status === 'OPEN'), at);
  }
}
