import type { Database, Transaction } from './database.ts';

export type EmailConfirmation = { accountId: string; customerId: string; email: string; provenAt: Date };
export type DueConfirmation = EmailConfirmation & { tries: number };

/** The newest proof of an account is the one that is told. */
export async function saveConfirmation(tx: Transaction, confirmation: EmailConfirmation): Promise<void> {
  const { accountId, ...proof } = confirmation;
  const fresh = { ...proof, nextAt: confirmation.provenAt, tries: 0, toldAt: null, deadAt: null, lastError: null };
  await tx.emailConfirmation.upsert({ where: { accountId }, create: { accountId, ...fresh }, update: fresh });
}

/** Under a lease: what a process that dies has taken comes again. */
export const claimConfirmations = (database: Database, now: Date, leaseMs: number): Promise<DueConfirmation[]> =>
  database.$queryRaw<DueConfirmation[]>`
    UPDATE email_confirmation SET tries = tries + 1, next_at = ${new Date(now.getTime() + leaseMs)} WHERE account_id IN (
      SELECT account_id FROM email_confirmation WHERE told_at IS NULL AND dead_at IS NULL AND next_at <= ${now}
      ORDER BY next_at LIMIT 10 FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", customer_id AS "customerId", email, proven_at AS "provenAt", tries`;

type Settled = { toldAt: Date } | { deadAt: Date; lastError: string } | { nextAt: Date; lastError: string };

/** Unless a newer proof has come meanwhile: that one is still to be told. */
export async function settleConfirmation(database: Database, { accountId, provenAt }: EmailConfirmation, settled: Settled): Promise<void> {
  await database.emailConfirmation.updateMany({ where: { accountId, provenAt }, data: settled });
}
