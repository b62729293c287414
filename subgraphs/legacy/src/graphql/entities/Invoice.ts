import type { Invoice as InvoiceModel } from '../../domain/contract.ts';
import { maySeeMoney, requireSightOf } from '../../domain/customer.ts';
import type { Context, Resolver } from '../resolver.ts';

const payments: Resolver<object, InvoiceModel> = ({ id }, _args, { load }) => load.paymentsOfInvoice.load(id);

export const Invoice = {
  __resolveReference: async ({ id }: { id: string }, { caller, load }: Context) => {
    const invoice = await load.invoice.load(id);
    if (invoice) requireSightOf(maySeeMoney, caller, invoice.customerId);
    return invoice;
  },
  payments,
};
