import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Account } from '../../domain/account.ts';
import type { Context } from '../context.ts';

/** Reached by reference, an account is there for itself and for ADMIN; for others it does not exist. */
export const User = {
  __resolveReference: async ({ id }: { id: string }, { caller, loaders, requirePresentRights }: Context): Promise<Account | null> => {
    await requirePresentRights();
    const mayAsk = (caller.kind === 'user' && caller.id === id) || hasRole(caller, 'ADMIN');
    const account = mayAsk ? await loaders.accounts.load(id) : null;
    return account?.status === 'PROVISIONED' ? null : account;
  },
  active: ({ status }: Account): boolean => status === 'ACTIVE',
};
