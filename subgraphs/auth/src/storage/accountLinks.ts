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

/** Tries of a password that the bearer of one link has. */
export const mostTriesOfLink = 10;

/** Does not use it up. */
export async function findLink(tx: Transaction, tokenHash: Uint8Array<ArrayBuffer>, purposes: readonly LinkPurpose[], now: Date): Promise<UsedLink | null> {
  const where = { tokenHash, purpose: { in: [...purposes] }, expiresAt: { gt: now }, tries: { lt: mostTriesOfLink } };
  const row = await tx.accountLink.findFirst({ where, select: { accountId: true, purpose: true, email: true } });
  return row && { ...row, purpose: row.purpose as LinkPurpose };
}

/** Costs one of its tries, before it is known whether the password is right. False: none is left. */
export const tryLink = async (database: Database, tokenHash: Uint8Array<ArrayBuffer>): Promise<boolean> =>
  (await database.accountLink.updateMany({ where: { tokenHash, tries: { lt: mostTriesOfLink } }, data: { tries: { increment: 1 } } })).count === 1;

export const deleteLinksOf = async (tx: Transaction, accountIds: readonly string[]): Promise<void> =>
  void (await tx.accountLink.deleteMany({ where: { accountId: { in: [...accountIds] } } }));

export const deleteLinksExpiredBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.accountLink.deleteMany({ where: { expiresAt: { lt: time } } })).count;
