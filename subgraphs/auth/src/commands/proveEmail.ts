import type { Account } from '../domain/account.ts';
import { accountActor, authItself } from '../domain/actor.ts';
import type { Parts } from '../parts.ts';
import { deleteLinksOf } from '../storage/accountLinks.ts';
import { lapseUnproven, saveProof } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import type { Transaction } from '../storage/database.ts';
import { saveConfirmation } from '../storage/emailConfirmations.ts';

/**
 * From now on the address is this account's and no other's: those that share it unproven lapse, and end. The customer context hears of it.
 * @throws account_email when another account has proven the address
 */
export async function proveEmail(tx: Transaction, { newId }: Pick<Parts, 'newId'>, account: Account, proof: { email: string; at: Date; clientAddress: string | null }): Promise<void> {
  const { email, at, clientAddress } = proof;
  await saveProof(tx, account.id, email, at);
  await lapse(tx, { newId }, await lapseUnproven(tx, { email }), at);
  await deleteLinksOf(tx, [account.id]);
  if (account.customerId) await saveConfirmation(tx, { accountId: account.id, customerId: account.customerId, email, provenAt: at });
  await appendAudit(tx, { id: newId('aud'), at, actor: accountActor(account), action: 'EMAIL_PROVEN', target: account.id, clientAddress });
}

/** Their sessions end with them, by the database. */
export async function lapse(tx: Transaction, { newId }: Pick<Parts, 'newId'>, lapsedIds: readonly string[], at: Date): Promise<void> {
  if (lapsedIds.length === 0) return;
  await deleteLinksOf(tx, lapsedIds);
  for (const target of lapsedIds) await appendAudit(tx, { id: newId('aud'), at, actor: authItself, action: 'ACCOUNT_LAPSED', target, clientAddress: null });
}
