import { requireOwnCustomer } from './ownCustomer.ts';
import { unsupported } from './refused.ts';
import type { Request } from './request.ts';

export const addAddress = () => async ({ caller }: Request) => {
  requireOwnCustomer(caller);
  return unsupported('The old system keeps one address for each customer; call us to change it.');
};
