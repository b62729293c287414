import { userError } from '@sysops-squad/chassis/userError';
import { requireOwnCustomer } from './ownCustomer.ts';
import { refused, unsupported } from './refused.ts';
import type { Request } from './request.ts';

/** The monolith never asked the payment service provider for brand, digits and expiry: its office typed them in. */
export const addPaymentMethod = () => async ({ caller }: Request, { pspToken }: { pspToken: string }) => {
  requireOwnCustomer(caller);
  if (/\d{12,19}/.test(pspToken.replace(/[ -]/g, ''))) return refused(userError('CARD_NUMBER_REFUSED', 'Never send a card number here.', 'pspToken'));
  return unsupported('The old system cannot take payment methods online; call us.', 'pspToken');
};
