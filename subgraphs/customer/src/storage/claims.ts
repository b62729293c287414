import type { Proof } from '../domain/confirmEmail.ts';
import { mostAddresses } from '../domain/postal.ts';
import type { Database, Transaction } from './database.ts';

export type OpenClaim = { claimedId: string; customerId: string };

/** A record without an account that has the address is the customer's from now on; what other contexts hold of it follows. */
export async function claimRecord(tx: Transaction, { customerId, email }: Pick<Proof, 'customerId' | 'email'>, now: Date): Promise<void> {
  const [claimed] = await tx.customer.updateManyAndReturn({
    where: { email, accountId: null, status: 'ACTIVE', id: { not: customerId } }, data: { status: 'CLAIMED', claimedBy: customerId }, select: { id: true },
  });
  if (!claimed) return;
  await tx.externalCustomer.updateMany({ where: { customerId: claimed.id }, data: { customerId } });
  await tx.claim.create({ data: { claimedId: claimed.id, customerId, createdAt: now, nextAt: now } });
}

/** Claims that are due; nobody else takes them before `nextAt`. */
export const takeOpenClaims = (database: Database, now: Date, nextAt: Date): Promise<OpenClaim[]> => database.$queryRaw<OpenClaim[]>`
  UPDATE claim SET next_at = ${nextAt} WHERE claimed_id IN (
    SELECT claimed_id FROM claim WHERE completed_at IS NULL AND next_at <= ${now} ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED)
  RETURNING claimed_id AS "claimedId", customer_id AS "customerId"`;

/** The record's addresses go behind the customer's own, as far as there is room. */
export async function completeClaim(database: Database, { claimedId, customerId }: OpenClaim, now: Date): Promise<void> {
  await database.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${customerId} FOR UPDATE`;
    await tx.$executeRaw`
      UPDATE address SET customer_id = ${customerId}, position = placed.position FROM (
        SELECT id, (SELECT coalesce(max(position), 0) FROM address WHERE customer_id = ${customerId}) + row_number() OVER (ORDER BY position) AS position
        FROM address WHERE customer_id = ${claimedId}) placed
      WHERE address.id = placed.id AND placed.position <= ${mostAddresses}`;
    await tx.claim.updateMany({ where: { claimedId, completedAt: null }, data: { completedAt: now } });
  });
}
