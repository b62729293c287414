import type { RegistrationInput } from '../../domain/registration.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

/** Whoever registers has no token yet and sees the own profile all the same, this once. */
export async function registerCustomer(_: unknown, { input }: { input: RegistrationInput }, { application, caller }: Context) {
  const { customer, userErrors } = await application.registerCustomer(input, caller.clientAddress);
  return { customer: customer && wholeCustomer(customer), userErrors };
}
