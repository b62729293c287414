import { createHash } from 'node:crypto';
import { isIdempotencyKey } from '@sysops-squad/chassis/text/idempotencyKey';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Plan } from '../domain/contract.ts';
import { paymentMethodsOf, writeContract } from '../monolith/contracts.ts';
import { MonolithRefused } from '../monolith/monolithRefused.ts';
import { requireOwnCustomer } from './ownCustomer.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { planId: string; paymentMethodId: string; productIds: string[]; idempotencyKey: string };

/** Makes the contract; its first invoice comes with the next billing run, as the monolith always did it, and nothing is charged here. */
export const subscribeToPlan = ({ rest, clock }: WritingParts) => async ({ caller, load }: Request, input: Input) => {
  const customerId = requireOwnCustomer(caller);
  const plan = await load.plan.load(input.planId);
  if (!plan) return notFound('plan', 'planId');
  const mistakes = mistakesIn(input, plan);
  if (mistakes.length > 0) return refused(...mistakes);
  const methods = await paymentMethodsOf(rest, customerId);
  if (!methods.some(({ id }) => id === input.paymentMethodId)) return notFound('payment method', 'paymentMethodId');
  const id = contractIdFor(customerId, input.idempotencyKey);
  return unlessRefused(async () => ({ contract: (await load.contract.load(id)) ?? (await make(id)), invoice: null }));

  async function make(contractId: string) {
    const { code, name, monthlyPrice } = plan!;
    const price = { plan_code: code, plan_name: name, monthly_price_cents: Number(monthlyPrice.amountMinor), currency: monthlyPrice.currency };
    const contract = { id: contractId, customer_id: customerId, ...price, covered: [...new Set(input.productIds)], starts_at: clock().toISOString() };
    return writeContract(rest, contract).catch((error: unknown) => {
      if (!(error instanceof MonolithRefused) || error.code !== 'ALREADY_EXISTS') throw error;
      return load.contract.clear(contractId).load(contractId);
    });
  }
};

function mistakesIn({ productIds, idempotencyKey }: Input, plan: Plan): UserError[] {
  if (!isIdempotencyKey(idempotencyKey)) return [userError('INVALID_INPUT', 'idempotencyKey must have 8 to 100 characters.', 'idempotencyKey')];
  if (productIds.length < 1 || productIds.length > 50) return [userError('INVALID_INPUT', 'Name 1 to 50 products.', 'productIds')];
  const outside = productIds.findIndex((id) => !plan.coveredProductIds.includes(id));
  return outside < 0 ? [] : [userError('PRODUCT_NOT_COVERED', `${plan.name} does not cover this product.`, `productIds[${outside}]`)];
}

/** The same key always means the same contract, so that a repeated call finds it. */
function contractIdFor(customerId: string, key: string): string {
  const digest = createHash('sha256').update(`${customerId} ${key}`).digest('hex');
  return `con_${digest.slice(0, 32)}`;
}
