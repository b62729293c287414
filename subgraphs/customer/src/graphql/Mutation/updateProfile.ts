import type { ProfileInput } from '../../domain/profile.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

export async function updateProfile(_: unknown, { input }: { input: ProfileInput }, { application, caller }: Context) {
  const { customer, userErrors } = await application.updateProfile(caller.customerId, input);
  return { customer: customer && wholeCustomer(customer), userErrors };
}
