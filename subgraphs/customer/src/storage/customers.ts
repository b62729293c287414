import type { Prisma } from '../../generated/client.ts';
import type { Channel, Customer, NotificationPreferences } from '../domain/customer.ts';
import type { NewCustomer } from '../domain/importCustomers.ts';
import type { Database, Transaction } from './database.ts';

type Row = Prisma.CustomerGetPayload<object>;

function toCustomer({ id, name, email, phone, channel, quietStart, quietEnd, timeZone, accountId, emailVerifiedAt, phoneVerifiedAt, createdAt }: Row): Customer {
  const quietHours = quietStart && quietEnd && timeZone ? { start: quietStart, end: quietEnd, timeZone } : null;
  return { id, name, email, phone, accountId, emailVerifiedAt, phoneVerifiedAt, createdAt, notificationPreferences: { channel: channel as Channel, quietHours } };
}

/** Readers never see a customer whose registration is not finished. One that was claimed is still there for who has its id. */
const visible = { status: { in: ['ACTIVE', 'CLAIMED'] } };

export const customersByIds = async (database: Transaction, ids: readonly string[]): Promise<Customer[]> =>
  (await database.customer.findMany({ where: { id: { in: [...ids] }, ...visible } })).map(toCustomer);

export const customersByAccounts = async (database: Database, accountIds: readonly string[]): Promise<Customer[]> =>
  (await database.customer.findMany({ where: { accountId: { in: [...accountIds] }, ...visible } })).map(toCustomer);

/** Those who are certain to have the addresses: records without an account, and customers who have proven them. */
export async function customerIdsByEmail(tx: Transaction, emails: readonly string[]): Promise<Map<string, string>> {
  const certain = { status: { not: 'CLAIMED' }, OR: [{ accountId: null }, { emailVerifiedAt: { not: null } }] };
  const rows = await tx.customer.findMany({ where: { email: { in: [...emails] }, ...certain }, select: { email: true, id: true } });
  return new Map(rows.map(({ email, id }) => [email, id]));
}

/** Locks the row until the transaction ends. */
export async function lockCustomer(tx: Transaction, id: string): Promise<Customer | null> {
  await tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${id} FOR UPDATE`;
  return (await customersByIds(tx, [id]))[0] ?? null;
}

export async function changeProfile(tx: Transaction, id: string, profile: { name: string; phone: string | null }): Promise<void> {
  await tx.customer.update({ where: { id }, data: profile });
}

export async function changePreferences(tx: Transaction, id: string, { channel, quietHours }: NotificationPreferences): Promise<void> {
  const quiet = { quietStart: quietHours?.start ?? null, quietEnd: quietHours?.end ?? null, timeZone: quietHours?.timeZone ?? null };
  await tx.customer.update({ where: { id }, data: { channel, ...quiet } });
}

/** Without an account; notified by e-mail. */
export async function insertImported(tx: Transaction, customers: readonly NewCustomer[], createdAt: Date): Promise<void> {
  await tx.customer.createMany({ data: customers.map((customer) => ({ ...customer, channel: 'EMAIL', status: 'ACTIVE', createdAt })) });
}

export async function externalNames(tx: Transaction, source: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.externalCustomer.findMany({ where: { source, externalId: { in: [...externalIds] } } });
  return new Map(rows.map(({ externalId, customerId }) => [externalId, customerId]));
}

export async function insertExternalNames(tx: Transaction, source: string, links: readonly { externalId: string; customerId: string }[]): Promise<void> {
  await tx.externalCustomer.createMany({ data: links.map((link) => ({ source, ...link })) });
}

/** Imports take turns, so that the second of two with the same rows finds what the first has made. */
export async function lockImports(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('import_customers'))`;
}
