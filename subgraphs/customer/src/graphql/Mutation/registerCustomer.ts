import type { RegistrationInput } from '../../domain/registration.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

/** Whoever registers has no token yet and sees the own profile all the same, this once. */
export async function registerCustomer(_: unknown, { input }: { input: RegistrationInput }, { application }: Context) {
  const { customer, userErrors } = await application.registerCustomer(input);
  return { customer: customer && wholeCustomer(customer), userErrors };
}
