import { requireOwnCustomer } from './ownCustomer.ts';
import { unsupported } from './refused.ts';
import type { Request } from './request.ts';

/** The monolith never asked the payment service provider for brand, digits and expiry: its office typed them in. */
export const addPaymentMethod = () => async ({ caller }: Request) => {
  requireOwnCustomer(caller);
  return unsupported('The old system cannot take payment methods online; call us.', 'pspToken');
};
