import { userError } from '@sysops-squad/chassis/userError';
import { readAll, readPhone, readText, type Reading } from './contactRules.ts';
import type { Customer } from './customer.ts';

export type ProfileInput = { name?: string | null; phone?: string | null };

/** Absent and null leave what is there. */
export function decideProfile(input: ProfileInput, customer: Pick<Customer, 'name' | 'phone'>): Reading<{ name: string; phone: string | null }> {
  return readAll({
    name: input.name == null ? { value: customer.name } : readText(input.name, 'name', 200),
    phone: input.phone == null ? { value: customer.phone } : needed(readPhone(input.phone, 'phone')),
  });
}

/** A phone number is replaced, not removed: notifications may depend on it. */
function needed(phone: Reading<string | null>): Reading<string | null> {
  if ('refused' in phone || phone.value !== null) return phone;
  return { refused: [userError('INVALID_INPUT', 'A phone number is replaced, not removed.', 'phone')] };
}
