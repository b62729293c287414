import type { Context } from '../context.ts';
import { readIdempotencyKey } from '../readInput.ts';
import { isRefusal, userErrorsOf } from '../userErrors.ts';
import { customerIdOf } from '../visibility.ts';

type Args = { input: { pspToken: string; idempotencyKey: string } };

export async function addPaymentMethod(_: unknown, { input }: Args, { application, caller }: Context) {
  const customerId = customerIdOf(caller);
  const result = await application.addPaymentMethod({ customerId, pspToken: input.pspToken, idempotencyKey: readIdempotencyKey(input.idempotencyKey) });
  return isRefusal(result) ? { paymentMethod: null, userErrors: userErrorsOf(result) } : { paymentMethod: result, userErrors: [] };
}
