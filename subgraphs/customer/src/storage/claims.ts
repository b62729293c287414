import type { Proof } from '../domain/confirmEmail.ts';
import type { Transaction } from './database.ts';

/** A record without an account that has the address is the customer's from now on; what other contexts hold of it follows. */
export async function claimRecord(tx: Transaction, { customerId, email }: Pick<Proof, 'customerId' | 'email'>, now: Date): Promise<void> {
  const [claimed] = await tx.customer.updateManyAndReturn({
    where: { email, accountId: null, status: 'ACTIVE', id: { not: customerId } }, data: { status: 'CLAIMED', claimedBy: customerId }, select: { id: true },
  });
  if (!claimed) return;
  await tx.externalCustomer.updateMany({ where: { customerId: claimed.id }, data: { customerId } });
  await tx.claim.create({ data: { claimedId: claimed.id, customerId, createdAt: now, nextAt: now } });
}
