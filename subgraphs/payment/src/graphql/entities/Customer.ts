import { readPage, toConnection } from '@sysops-squad/chassis/connection';
import type { Context } from '../context.ts';
import { seesContractsOf, seesMoneyOf } from '../visibility.ts';

type Customer = { id: string };
type PageArgs = { first: number; after?: string | null };

export const Customer = {
  __resolveReference: async ({ id }: Customer): Promise<Customer> => ({ id }),

  async contracts({ id }: Customer, args: PageArgs, { loaders, caller }: Context) {
    if (!seesContractsOf(caller, id)) return null;
    const page = readPage(args);
    return toConnection(await loaders.contracts(page).load(id), page.limit, (contract) => contract.id);
  },

  async invoices({ id }: Customer, args: PageArgs, { loaders, caller }: Context) {
    if (!seesMoneyOf(caller, id)) return null;
    const page = readPage(args);
    return toConnection(await loaders.invoices(page).load(id), page.limit, (invoice) => invoice.id);
  },

  paymentMethods: async ({ id }: Customer, _: unknown, { loaders, caller }: Context) =>
    seesMoneyOf(caller, id) ? loaders.paymentMethods.load(id) : null,
};
