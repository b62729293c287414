import { mayContactCustomer, requireSightOf } from '../../domain/customer.ts';
import { customerIdOfAddress } from '../../domain/ids.ts';
import type { Context } from '../resolver.ts';

export const Address = {
  /** Experts are told where to go. */
  __resolveReference: async ({ id }: { id: string }, { caller, load }: Context) => {
    const customerId = customerIdOfAddress(id);
    requireSightOf(mayContactCustomer, caller, customerId);
    return (await load.customer.load(customerId))?.address ?? null;
  },
};
