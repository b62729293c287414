import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Customer } from '../domain/customer.ts';
import type { Reading } from '../domain/contactRules.ts';
import type { Parts } from '../parts.ts';
import { customersByIds, lockCustomer } from '../storage/customers.ts';
import type { Transaction } from '../storage/database.ts';

export type CustomerResult = { customer: Customer | null; userErrors: UserError[] };

export const noProfile = userError('NOT_FOUND', 'This account has no customer profile.');

/** Decides on the customer under its lock and saves what was decided. */
export async function changeOwn<Change>(
  { database }: Parts,
  customerId: string | null,
  decide: (customer: Customer) => Reading<Change>,
  save: (tx: Transaction, id: string, change: Change) => Promise<void>,
): Promise<CustomerResult> {
  return database.$transaction(async (tx) => {
    const before = customerId && (await lockCustomer(tx, customerId));
    if (!before) return { customer: null, userErrors: [noProfile] };
    const decision = decide(before);
    if ('refused' in decision) return { customer: null, userErrors: decision.refused };
    await save(tx, before.id, decision.value);
    return { customer: (await customersByIds(tx, [before.id]))[0]!, userErrors: [] };
  });
}
