import type { Db } from './storage.ts';

export type RememberedRequest = { customerId: string; key: string; operation: string; requestHash: string; resultId: string };

export async function findRequest(db: Db, customerId: string, key: string): Promise<RememberedRequest | null> {
  return db.idempotencyKey.findUnique({ where: { customerId_key: { customerId, key } } });
}

/** In the transaction that makes the result: either both are there or neither. */
export async function rememberRequest(tx: Db, request: RememberedRequest, createdAt: Date): Promise<void> {
  await tx.idempotencyKey.create({ data: { ...request, createdAt } });
}
