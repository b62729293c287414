import type { Account } from '../domain/account.ts';
import { alreadyRegisteredMail } from '../domain/mails.ts';
import type { Parts } from '../parts.ts';
import { provenAccountByEmail } from '../storage/accounts.ts';
import type { Transaction } from '../storage/database.ts';
import { queueLink, queueMail } from './queueMail.ts';

/** One mail in any case, so that nobody but the mailbox's owner learns whether there is an account: a link, or word that there is one. */
export async function mailProof(tx: Transaction, parts: Pick<Parts, 'newId' | 'publicUrl'>, account: Account, at: Date): Promise<'queued' | 'limited'> {
  const { id: accountId, email } = account;
  if (await provenAccountByEmail(tx, email)) return queueMail(tx, parts, email, alreadyRegisteredMail(parts.publicUrl), { at });
  return queueLink(tx, parts, { accountId, purpose: 'VERIFY_EMAIL', email }, at);
}
