import type { Database, Transaction } from './database.ts';

export type PhoneCode = { customerId: string; phone: string; codeHash: string; expiresAt: Date };
export type PhoneCodeRequest = { customerId: string; network: string; at: Date };

/** Counted one after the other: of two at the same moment the second sees the first. False when one of both has had enough in a day. */
export async function countRequest(tx: Transaction, { customerId, network, at }: PhoneCodeRequest, most: { customer: number; network: number }): Promise<boolean> {
  const since = new Date(at.getTime() - 86_400_000);
  for (const key of [`customer ${customerId}`, `network ${network}`].toSorted()) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('phone code ' || ${key}, 0))`;
  const ofCustomer = await tx.phoneCodeRequest.count({ where: { customerId, at: { gt: since } } });
  const ofNetwork = await tx.phoneCodeRequest.count({ where: { network, at: { gt: since } } });
  if (ofCustomer >= most.customer || ofNetwork >= most.network) return false;
  await tx.phoneCodeRequest.deleteMany({ where: { customerId, at: { lte: since } } });
  await tx.phoneCodeRequest.create({ data: { customerId, network, at } });
  return true;
}

/** In place of the one before. */
export async function saveCode(tx: Transaction, { customerId, ...code }: PhoneCode): Promise<void> {
  await tx.phoneCode.upsert({ where: { customerId }, create: { customerId, ...code }, update: { ...code, tries: 0 } });
}

/** Takes one of the five tries, whatever becomes of it; null when there is no code, or no try left. */
export async function takeTry(database: Database, customerId: string, now: Date): Promise<PhoneCode | null> {
  const [code] = await database.phoneCode.updateManyAndReturn({ where: { customerId, tries: { lt: 5 }, expiresAt: { gt: now } }, data: { tries: { increment: 1 } } });
  return code ?? null;
}

/** The number is proven if it is still the customer's, and the code if it is still the newest; it works once. */
export async function provePhone(tx: Transaction, { customerId, phone, codeHash }: PhoneCode, at: Date): Promise<boolean> {
  if ((await tx.phoneCode.deleteMany({ where: { customerId, codeHash } })).count === 0) return false;
  return (await tx.customer.updateMany({ where: { id: customerId, phone }, data: { phoneVerifiedAt: at } })).count === 1;
}
