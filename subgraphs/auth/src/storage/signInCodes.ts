import type { Database, Transaction } from './database.ts';

export type SignInCode = { accountId: string; codeHash: Uint8Array<ArrayBuffer>; expiresAt: Date };

const mostTries = 5;

/** A new code replaces the one before. */
export async function saveCode(tx: Transaction, { accountId, ...code }: SignInCode): Promise<void> {
  await tx.signInCode.upsert({ where: { accountId }, create: { accountId, ...code }, update: { ...code, tries: 0 } });
}

/** Costs one of the code's five tries, right or wrong. */
export async function tryCode(database: Database, accountId: string, now: Date): Promise<Uint8Array | null> {
  const rows = await database.$queryRaw<{ codeHash: Uint8Array }[]>`
    UPDATE sign_in_code SET tries = tries + 1 WHERE account_id = ${accountId} AND tries < ${mostTries} AND expires_at > ${now}
    RETURNING code_hash AS "codeHash"`;
  return rows[0]?.codeHash ?? null;
}

export const deleteCode = async (tx: Transaction, accountId: string): Promise<void> => void (await tx.signInCode.deleteMany({ where: { accountId } }));

export const deleteCodesExpiredBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.signInCode.deleteMany({ where: { expiresAt: { lt: time } } })).count;
