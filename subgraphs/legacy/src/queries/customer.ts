import { maySeeCustomer } from '../domain/customer.ts';
import type { Request } from './request.ts';

export const customer = () => async ({ caller, load }: Request, { id }: { id: string }) => {
  return maySeeCustomer(caller, id) ? load.customer.load(id) : null;
};
