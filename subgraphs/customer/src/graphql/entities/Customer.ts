import type { Context } from '../context.ts';
import { requireWhole, seeCustomer, wholeAddress, type SeenCustomer } from '../seen.ts';

export const Customer = {
  __resolveReference: async ({ id }: { id: string }, { caller, loaders, contacts }: Context) => seeCustomer({ caller, contacts }, await loaders.customers.load(id)),

  name: ({ customer }: SeenCustomer) => customer.name,
  phone: ({ customer }: SeenCustomer) => customer.phone,
  notificationPreferences: ({ customer }: SeenCustomer) => customer.notificationPreferences,
  email: (seen: SeenCustomer) => (requireWhole(seen), seen.customer.email),
  registered: (seen: SeenCustomer) => (requireWhole(seen), seen.customer.accountId !== null),
  emailVerifiedAt: (seen: SeenCustomer) => (requireWhole(seen), seen.customer.emailVerifiedAt),
  phoneVerifiedAt: (seen: SeenCustomer) => (requireWhole(seen), seen.customer.phoneVerifiedAt),
  createdAt: (seen: SeenCustomer) => (requireWhole(seen), seen.customer.createdAt),
  addresses: async (seen: SeenCustomer, _: unknown, { loaders }: Context) => {
    requireWhole(seen);
    return (await loaders.addressesOfCustomers.load(seen.id)).map(wholeAddress);
  },
};
