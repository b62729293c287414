import type { Context } from '../context.ts';
import { requireWhole, seeAddress, type SeenAddress } from '../seen.ts';

/** An expert sees where to go, but not by this way whose address it is. */
export const Address = {
  __resolveReference: async ({ id }: { id: string }, { caller, loaders, contacts }: Context) => seeAddress({ caller, contacts }, await loaders.addresses.load(id)),

  line1: ({ address }: SeenAddress) => address.line1,
  line2: ({ address }: SeenAddress) => address.line2,
  city: ({ address }: SeenAddress) => address.city,
  postcode: ({ address }: SeenAddress) => address.postcode,
  country: ({ address }: SeenAddress) => address.country,
  customerId: (seen: SeenAddress) => (requireWhole(seen), seen.address.customerId),
};
