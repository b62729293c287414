import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Context } from '../context.ts';
import { seeCustomer, type SeenCustomer } from '../seen.ts';

/** Whose account it is: told to the account itself and to those who see every customer. */
export const User = {
  __resolveReference: async ({ id }: { id: string }) => ({ id }),

  customer: async ({ id }: { id: string }, _: unknown, { caller, loaders, contacts }: Context): Promise<SeenCustomer | null> => {
    const mayAsk = (caller.kind === 'user' && caller.id === id) || hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM');
    return mayAsk ? seeCustomer({ caller, contacts }, await loaders.customersOfAccounts.load(id)) : null;
  },
};
