import { queueMessage, type SendingLimits } from '@sysops-squad/chassis/delivery/queueMessage';
import { linkExpiry, type LinkPurpose } from '../domain/accountLink.ts';
import { linkMail, type Mail } from '../domain/mails.ts';
import type { Parts } from '../parts.ts';
import { insertLink } from '../storage/accountLinks.ts';
import type { Transaction } from '../storage/database.ts';
import { transactionSql } from '../storage/transactionSql.ts';
import { makeToken } from '../tokens/randomToken.ts';

type Mailing = Pick<Parts, 'newId' | 'publicUrl'>;

const hour = 3_600_000;

/** However many ask for it, one mailbox gets no more than these, and all together no more than a system of this size has reason for. */
const mailLimits: SendingLimits = {
  recipient: [{ count: 3, withinMs: hour, sameTemplate: true }, { count: 15, withinMs: 24 * hour }],
  everyone: [{ count: 20_000, withinMs: 24 * hour }],
};

/** Leaves after the commit. 'limited': this mailbox has had enough; the caller answers as if it had left. */
export const queueMail = (tx: Transaction, { newId }: Mailing, to: string, mail: Mail, times: { at: Date; expiresAt?: Date }): Promise<'queued' | 'limited'> => {
  const expiresAt = times.expiresAt ?? new Date(times.at.getTime() + 24 * hour);
  return queueMessage(transactionSql(tx), { id: newId('msg'), channel: 'EMAIL', recipient: to, ...mail, expiresAt }, times.at, mailLimits);
};

/** A link that works once; only the hash of its token is kept. */
export async function queueLink(tx: Transaction, parts: Mailing, link: { accountId: string; purpose: LinkPurpose; email: string }, at: Date): Promise<'queued' | 'limited'> {
  const { token, tokenHash } = makeToken();
  const expiresAt = linkExpiry(link.purpose, at);
  const queued = await queueMail(tx, parts, link.email, linkMail(link.purpose, parts.publicUrl, token), { at, expiresAt });
  if (queued === 'queued') await insertLink(tx, { ...link, tokenHash, createdAt: at, expiresAt });
  return queued;
}
