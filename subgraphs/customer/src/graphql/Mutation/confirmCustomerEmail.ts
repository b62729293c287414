import type { Proof } from '../../domain/confirmEmail.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

export async function confirmCustomerEmail(_: unknown, { input }: { input: Proof }, { application }: Context) {
  const { customer, userErrors } = await application.confirmCustomerEmail(input);
  return { customer: customer && wholeCustomer(customer), userErrors };
}
