import type { Database, Transaction } from './database.ts';

export type ChallengePurpose = 'SECOND_FACTOR' | 'PASSKEY_SIGN_IN' | 'PASSKEY_REGISTRATION';
export type LoginChallenge = {
  tokenHash: Uint8Array<ArrayBuffer>; purpose: ChallengePurpose; accountId: string | null; passwordMark: Uint8Array<ArrayBuffer> | null; webauthnChallenge: string;
};

const lifetimeMs = 5 * 60_000;
const mostTries = 5;

export async function saveChallenge(tx: Transaction, challenge: LoginChallenge, createdAt: Date): Promise<Date> {
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
  await tx.loginChallenge.create({ data: { ...challenge, createdAt, expiresAt } });
  return expiresAt;
}

/** Costs one of its five tries, before it is known whether the answer is right. */
export async function tryChallenge(database: Database, tokenHash: Uint8Array<ArrayBuffer>, purposes: readonly ChallengePurpose[], now: Date): Promise<LoginChallenge | null> {
  const where = { tokenHash, purpose: { in: [...purposes] }, tries: { lt: mostTries }, expiresAt: { gt: now } };
  const [row] = await database.loginChallenge.updateManyAndReturn({ where, data: { tries: { increment: 1 } } });
  return row ? { ...row, purpose: row.purpose as ChallengePurpose } : null;
}

/** Of simultaneous right answers one is taken. */
export const spendChallenge = async (tx: Transaction, tokenHash: Uint8Array<ArrayBuffer>): Promise<boolean> =>
  (await tx.loginChallenge.deleteMany({ where: { tokenHash } })).count === 1;

export const deleteChallengesOf = async (tx: Transaction, accountId: string): Promise<void> =>
  void (await tx.loginChallenge.deleteMany({ where: { accountId } }));

export const deleteChallengesExpiredBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.loginChallenge.deleteMany({ where: { expiresAt: { lt: time } } })).count;
