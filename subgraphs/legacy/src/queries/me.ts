import { unauthenticated } from '@sysops-squad/chassis/graphqlErrors';
import type { Request } from './request.ts';

export const me = () => async ({ caller, load }: Request) => {
  if (caller.kind !== 'user' || caller.id === null) throw unauthenticated();
  return load.user.load(caller.id);
};
