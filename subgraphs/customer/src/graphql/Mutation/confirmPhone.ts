import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

export async function confirmPhone(_: unknown, { input }: { input: { code: string } }, { application, caller }: Context) {
  const { customer, userErrors } = await application.confirmPhone(caller.customerId, input.code);
  return { customer: customer && wholeCustomer(customer), userErrors };
}
