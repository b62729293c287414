import { requireSignedIn } from '@sysops-squad/chassis/authorize';
import { unsupported } from './refused.ts';
import type { Request } from './request.ts';

/** The monolith keeps no sessions that could be ended. */
export const logout = () => async ({ caller }: Request) => {
  requireSignedIn(caller);
  return unsupported('The old system cannot end a session: throw both tokens away; the access token runs out within 5 minutes.');
};
