import { userError } from '@sysops-squad/chassis/userError';
import { mistakesInPhone } from '../domain/registration.ts';
import { changeCustomer } from '../monolith/customers.ts';
import { requireOwnCustomer } from './ownCustomer.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { name?: string | null; phone?: string | null };

export const updateProfile = ({ rest }: WritingParts) => async ({ caller, load }: Request, { name, phone }: Input) => {
  const id = requireOwnCustomer(caller);
  const badName = name != null && (name.trim() === '' || name.length > 200) ? [userError('INVALID_INPUT', 'name must have 1 to 200 characters.', 'name')] : [];
  const mistakes = [...badName, ...mistakesInPhone(phone)];
  if (mistakes.length > 0) return refused(...mistakes);
  const changes = { ...(name != null && { name: name.trim() }), ...(phone != null && { phone }) };
  if (Object.keys(changes).length === 0) return { customer: await load.customer.load(id), userErrors: [] };
  return unlessRefused(async () => ({ customer: await changeCustomer(rest, id, changes) }));
};
