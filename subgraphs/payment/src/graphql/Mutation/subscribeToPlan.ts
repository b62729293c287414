import type { Context } from '../context.ts';
import { readIdempotencyKey, readProductIds } from '../readInput.ts';
import { userErrorsOf } from '../userErrors.ts';
import { customerIdOf } from '../visibility.ts';

type Args = { input: { planId: string; paymentMethodId: string; productIds: string[]; idempotencyKey: string } };

export async function subscribeToPlan(_: unknown, { input }: Args, { application, caller }: Context) {
  const customerId = customerIdOf(caller);
  const { planId, paymentMethodId } = input;
  const [productIds, idempotencyKey] = [readProductIds(input.productIds), readIdempotencyKey(input.idempotencyKey)];
  const { contract, invoice, refusal } = await application.subscribeToPlan({ customerId, planId, paymentMethodId, productIds, idempotencyKey });
  return { contract, invoice, userErrors: userErrorsOf(refusal) };
}
