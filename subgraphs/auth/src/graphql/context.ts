import type { Caller } from '@sysops-squad/chassis/caller';
import DataLoader from 'dataloader';
import type { Application } from '../application.ts';
import type { Account } from '../domain/account.ts';

export type Loaders = { accounts: DataLoader<string, Account | null> };
export type Context = {
  application: Application;
  caller: Caller;
  loaders: Loaders;
  /** Once a request. @throws UNAUTHENTICATED when a right that the caller's token states is gone */
  requirePresentRights: () => Promise<void>;
};

export function createContext(application: Application, caller: Caller): Omit<Context, 'caller'> {
  let checked: Promise<void> | undefined;
  return { application, loaders: createLoaders(application), requirePresentRights: () => (checked ??= application.requirePresentRights(caller)) };
}

export function createLoaders({ accountsByIds }: Application): Loaders {
  const load = async (ids: readonly string[]): Promise<(Account | null)[]> => {
    const byId = new Map((await accountsByIds(ids)).map((account) => [account.id, account]));
    return ids.map((id) => byId.get(id) ?? null);
  };
  return { accounts: new DataLoader(load, { maxBatchSize: 1_000 }) };
}
