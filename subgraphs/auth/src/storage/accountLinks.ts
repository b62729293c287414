import type { LinkPurpose } from '../domain/accountLink.ts';
import type { Database, Transaction } from './database.ts';

export type NewLink = { tokenHash: Uint8Array<ArrayBuffer>; accountId: string; purpose: LinkPurpose; email: string; createdAt: Date; expiresAt: Date };
export type UsedLink = { accountId: string; purpose: LinkPurpose; email: string };

export const insertLink = async (tx: Transaction, link: NewLink): Promise<void> => void (await tx.accountLink.create({ data: link }));

/** Of any number of simultaneous uses one gets the link, because it is gone with it. */
export async function takeLink(tx: Transaction, tokenHash: Uint8Array, purposes: readonly LinkPurpose[], now: Date): Promise<UsedLink | null> {
  const rows = await tx.$queryRaw<UsedLink[]>`
    DELETE FROM account_link WHERE token_hash = ${tokenHash} AND purpose = ANY (${[...purposes]}) AND expires_at > ${now}
    RETURNING account_id AS "accountId", purpose, email`;
  return rows[0] ?? null;
}

/** Does not use it up. */
export const findLink = (tx: Transaction, tokenHash: Uint8Array<ArrayBuffer>, now: Date): Promise<{ accountId: string; email: string } | null> =>
  tx.accountLink.findFirst({ where: { tokenHash, expiresAt: { gt: now } }, select: { accountId: true, email: true } });

export const deleteLinksOf = async (tx: Transaction, accountIds: readonly string[]): Promise<void> =>
  void (await tx.accountLink.deleteMany({ where: { accountId: { in: [...accountIds] } } }));

export const deleteLinksExpiredBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.accountLink.deleteMany({ where: { expiresAt: { lt: time } } })).count;
