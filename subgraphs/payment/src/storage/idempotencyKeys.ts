import { createHash } from 'node:crypto';
import type { Db } from './storage.ts';

export type RememberedRequest = { customerId: string; key: string; operation: string; requestHash: string; resultId: string };

export async function findRequest(db: Db, customerId: string, key: string): Promise<RememberedRequest | null> {
  return db.idempotencyKey.findUnique({ where: { customerId_key: { customerId, key: hashOf(key) } } });
}

/** In the transaction that makes the result: either both are there or neither. */
export async function rememberRequest(tx: Db, request: RememberedRequest, createdAt: Date): Promise<void> {
  await tx.idempotencyKey.create({ data: { ...request, key: hashOf(request.key), createdAt } });
}

/** A client chooses its key: what it puts there by mistake, a card number for one, is in no table. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
