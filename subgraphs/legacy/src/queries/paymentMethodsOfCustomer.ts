import { maySeeMoney, requireSightOf } from '../domain/customer.ts';
import { paymentMethodsOf } from '../monolith/contracts.ts';
import type { ReadingParts, Request } from './request.ts';

export const paymentMethodsOfCustomer = ({ rest }: ReadingParts) => async ({ caller }: Request, customerId: string) => {
  requireSightOf(maySeeMoney, caller, customerId);
  return paymentMethodsOf(rest, customerId);
};
