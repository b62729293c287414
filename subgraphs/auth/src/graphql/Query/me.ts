import { unauthenticated } from '@sysops-squad/chassis/graphqlErrors';
import type { Account } from '../../domain/account.ts';
import type { Context } from '../context.ts';

export async function me(_: unknown, __: unknown, { caller, loaders }: Context): Promise<Account | null> {
  if (caller.kind !== 'user' || !caller.id) return null;
  const account = await loaders.accounts.load(caller.id);
  if (account?.status !== 'ACTIVE') throw unauthenticated('This account cannot be used any more.');
  return account;
}
