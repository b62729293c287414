import type { JWK } from 'jose';
import { Prisma } from '../../generated/client.ts';
import type { SigningKeyTimes } from '../domain/signingKeys.ts';
import type { Transaction } from './database.ts';

export type SigningKey = SigningKeyTimes & { publicJwk: JWK; privateJwk: JWK | null };

export const allSigningKeys = async (tx: Transaction): Promise<SigningKey[]> =>
  (await tx.signingKey.findMany()).map((row) => ({ ...row, publicJwk: row.publicJwk as JWK, privateJwk: row.privateJwk as JWK | null }));

/** Only one instance at a time decides about keys; the lock ends with the transaction. */
export async function lockSigningKeys(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('signing_key'))`;
}

export async function insertSigningKey(tx: Transaction, { publicJwk, privateJwk, ...times }: SigningKey): Promise<void> {
  await tx.signingKey.create({
    data: { ...times, publicJwk: publicJwk as Prisma.InputJsonObject, privateJwk: privateJwk as Prisma.InputJsonObject },
  });
}

/** What has stopped to verify will never sign again: its private half is erased. */
export async function erasePrivateKeys(tx: Transaction, kids: readonly string[]): Promise<void> {
  await tx.signingKey.updateMany({ where: { kid: { in: [...kids] } }, data: { privateJwk: Prisma.DbNull } });
}
