import type { Proof, Proven } from '../domain/confirmEmail.ts';
import type { Transaction } from './database.ts';

const columns = { id: true, accountId: true, emailProofAt: true };

/** Also one whose registration is not finished: its person may be quicker than we are. */
export async function lockProven(tx: Transaction, id: string): Promise<Proven | null> {
  await tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${id} FOR UPDATE`;
  return tx.customer.findFirst({ where: { id, status: { not: 'CLAIMED' } }, select: columns });
}

export async function lockProvenByEmail(tx: Transaction, email: string): Promise<Proven | null> {
  await tx.$queryRaw`SELECT 1 FROM customer WHERE email = ${email} AND email_verified_at IS NOT NULL FOR UPDATE`;
  return tx.customer.findFirst({ where: { email, emailVerifiedAt: { not: null } }, select: columns });
}

export async function displace(tx: Transaction, id: string): Promise<void> {
  await tx.customer.update({ where: { id }, data: { emailVerifiedAt: null } });
}

export async function saveProof(tx: Transaction, { customerId, email, accountId, provenAt }: Proof, isProven: boolean): Promise<void> {
  await tx.customer.update({ where: { id: customerId }, data: { email, accountId, emailProofAt: provenAt, emailVerifiedAt: isProven ? provenAt : null } });
}
