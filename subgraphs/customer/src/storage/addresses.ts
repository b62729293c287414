import type { Address, Postal } from '../domain/customer.ts';
import { mostAddresses } from '../domain/postal.ts';
import type { Database, Transaction } from './database.ts';

const columns = { id: true, customerId: true, line1: true, line2: true, city: true, postcode: true, country: true };
const visible = { customer: { status: 'ACTIVE' } };

export const addressesByIds = (database: Database, ids: readonly string[]): Promise<Address[]> =>
  database.address.findMany({ where: { id: { in: [...ids] }, ...visible }, select: columns });

/** The main one of each customer first. */
export const addressesOfCustomers = (database: Database, customerIds: readonly string[]): Promise<Address[]> =>
  database.address.findMany({ where: { customerId: { in: [...customerIds] } }, select: columns, orderBy: [{ customerId: 'asc' }, { position: 'asc' }] });

/** After the others; false when there are 20 already. Call it under the customer's lock. */
export async function appendAddress(tx: Transaction, id: string, customerId: string, postal: Postal, createdAt: Date): Promise<boolean> {
  const last = await tx.address.aggregate({ where: { customerId }, _max: { position: true } });
  const position = (last._max.position ?? 0) + 1;
  if (position > mostAddresses) return false;
  await tx.address.create({ data: { id, customerId, position, createdAt, ...postal } });
  return true;
}
