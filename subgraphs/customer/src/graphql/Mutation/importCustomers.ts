import type { ImportInput } from '../../commands/importCustomers.ts';
import type { ImportResult } from '../../domain/importCustomers.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

export async function importCustomers(_: unknown, { input }: { input: ImportInput }, { application, loaders }: Context) {
  const imported = await application.importCustomers(input);
  const show = async ({ customerId, ...result }: ImportResult) => {
    const customer = customerId ? await loaders.customers.load(customerId) : null;
    return { ...result, customer: customer && wholeCustomer(customer) };
  };
  return { results: await Promise.all(imported.map(show)), userErrors: [] };
}
