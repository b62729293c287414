import { requireAccountSight } from '../../domain/user.ts';
import type { User as UserModel } from '../../domain/user.ts';
import type { Resolver } from '../resolver.ts';

/** A user is an id until a field of the account is asked for: accounts may live in auth. */
type Parent = { id: string; justSignedIn?: boolean };

const ofAccount = (name: keyof UserModel): Resolver<object, Parent> => async (parent, _args, { caller, load }) => {
  requireAccountSight(caller, parent);
  return (await load.user.load(parent.id))?.[name] ?? null;
};

const expert: Resolver<object, Parent> = async (parent, _args, { caller, load }) => {
  requireAccountSight(caller, parent);
  const expertId = caller.id === parent.id ? caller.expertId : await load.expertIdOfUser.load(parent.id);
  return expertId === null ? null : load.expert.load(expertId);
};

const customer: Resolver<object, Parent> = async (parent, _args, { caller, load }) => {
  requireAccountSight(caller, parent);
  const customerId = (await load.user.load(parent.id))?.customerId ?? null;
  return customerId === null ? null : load.customer.load(customerId);
};

export const User = {
  __resolveReference: async ({ id }: { id: string }): Promise<Parent> => ({ id }),
  email: ofAccount('email'),
  roles: ofAccount('roles'),
  active: ofAccount('active'),
  createdAt: ofAccount('createdAt'),
  expert,
  customer,
};
