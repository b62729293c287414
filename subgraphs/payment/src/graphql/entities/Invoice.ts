import type { Invoice as Stored } from '../../domain/invoice.ts';
import type { Context } from '../context.ts';
import { seesMoneyOf } from '../visibility.ts';

export const Invoice = {
  async __resolveReference({ id }: { id: string }, { loaders, caller }: Context): Promise<Stored | null> {
    const invoice = await loaders.invoice.load(id);
    return seesMoneyOf(caller, invoice?.customerId ?? '') ? invoice : null;
  },
  period: ({ periodStart, periodEnd }: Stored) => ({ start: periodStart, end: periodEnd }),
  payments: ({ id }: Stored, _: unknown, { loaders }: Context) => loaders.payments.load(id),
};
