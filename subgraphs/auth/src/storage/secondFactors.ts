import type { Database, Transaction } from './database.ts';

export type KeptTotp = { sealedSecret: Uint8Array<ArrayBuffer>; confirmedAt: Date | null };
export type KeptPasskey = { id: string; accountId: string; publicKey: Uint8Array<ArrayBuffer>; counter: number; name: string; createdAt: Date; lastUsedAt: Date | null };
export type Factors = { totp: boolean; recoveryCodes: number; passkeys: KeptPasskey[] };

const toPasskey = <Row extends { counter: bigint }>(row: Row) => ({ ...row, counter: Number(row.counter) });

export async function factorsOf(tx: Transaction, accountId: string): Promise<Factors> {
  const [totp, recoveryCodes, passkeys] = [
    await tx.totp.findUnique({ where: { accountId }, select: { confirmedAt: true } }),
    await tx.recoveryCode.count({ where: { accountId } }),
    await tx.passkey.findMany({ where: { accountId }, orderBy: { createdAt: 'asc' }, take: 20 }),
  ];
  return { totp: Boolean(totp?.confirmedAt), recoveryCodes, passkeys: passkeys.map(toPasskey) };
}

export const totpOf = (tx: Transaction, accountId: string): Promise<KeptTotp | null> =>
  tx.totp.findUnique({ where: { accountId }, select: { sealedSecret: true, confirmedAt: true } });

/** Replaces one that was never confirmed. False: one is in force. */
export async function offerTotp(tx: Transaction, accountId: string, sealedSecret: Uint8Array<ArrayBuffer>, createdAt: Date): Promise<boolean> {
  await tx.totp.deleteMany({ where: { accountId, confirmedAt: null } });
  return (await tx.totp.createMany({ data: { accountId, sealedSecret, createdAt }, skipDuplicates: true })).count === 1;
}

/** False: a code of this time step, or of a later one, was taken before. */
export const spendStep = async (tx: Transaction, accountId: string, step: number): Promise<boolean> =>
  (await tx.totp.updateMany({ where: { accountId, lastStep: { lt: step } }, data: { lastStep: step } })).count === 1;

export const confirmTotp = async (tx: Transaction, accountId: string, at: Date): Promise<boolean> =>
  (await tx.totp.updateMany({ where: { accountId, confirmedAt: null }, data: { confirmedAt: at } })).count === 1;

export const deleteTotp = async (tx: Transaction, accountId: string): Promise<void> => void (await tx.totp.deleteMany({ where: { accountId } }));

export async function replaceRecoveryCodes(tx: Transaction, accountId: string, hashes: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { accountId } });
  await tx.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ accountId, codeHash })) });
}

export const spendRecoveryCode = async (tx: Transaction, accountId: string, codeHash: Uint8Array<ArrayBuffer>): Promise<boolean> =>
  (await tx.recoveryCode.deleteMany({ where: { accountId, codeHash } })).count === 1;

/** All of an account's, the codes for their loss included. */
export async function deleteFactorsOf(tx: Transaction, accountId: string): Promise<void> {
  await tx.totp.deleteMany({ where: { accountId } });
  await tx.passkey.deleteMany({ where: { accountId } });
  await tx.recoveryCode.deleteMany({ where: { accountId } });
}

export async function passkeyById(database: Database, id: string): Promise<KeptPasskey | null> {
  const row = await database.passkey.findUnique({ where: { id } });
  return row && toPasskey(row);
}

/** False: the credential is known already. */
export const insertPasskey = async (tx: Transaction, passkey: Omit<KeptPasskey, 'lastUsedAt'>): Promise<boolean> =>
  (await tx.passkey.createMany({ data: passkey, skipDuplicates: true })).count === 1;

/** False: its counter did not go on since it was looked at, as that of a copied key would not. */
export const usePasskey = async (tx: Transaction, { id, counter }: KeptPasskey, newCounter: number, at: Date): Promise<boolean> =>
  (await tx.passkey.updateMany({ where: { id, counter }, data: { counter: newCounter, lastUsedAt: at } })).count === 1;

export const deletePasskey = async (tx: Transaction, id: string, accountId: string): Promise<boolean> =>
  (await tx.passkey.deleteMany({ where: { id, accountId } })).count === 1;
