import type { Standing } from '../domain/standing.ts';
import type { Transaction } from './database.ts';

/** Null: there is no such session of this account (any more). */
export async function readStanding(tx: Transaction, { accountId, sessionId }: { accountId: string; sessionId: string }): Promise<Standing | null> {
  const rows = await tx.$queryRaw<Standing[]>`
    SELECT a.status, a.roles, a.customer_id AS "customerId", a.expert_id AS "expertId", s.ended_at IS NOT NULL AS "sessionEnded"
    FROM account a JOIN session s ON s.account_id = a.id
    WHERE a.id = ${accountId} AND s.id = ${sessionId}`;
  return rows[0] ?? null;
}

/** Until the transaction ends, always in the same order: two who act upon each other take turns, and neither waits for the other for ever. */
export async function lockAccounts(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM account WHERE id = ANY (${ids}) ORDER BY id FOR UPDATE`;
}
