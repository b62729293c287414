import { statusAt, type Contract as Stored } from '../../domain/contract.ts';
import type { Context } from '../context.ts';
import { seesContract, seesContractsOf } from '../visibility.ts';

/** More than id and plan: not for an EXPERT. */
const beyondPlan = <T>(read: (contract: Stored, context: Context) => T) => (contract: Stored, _: unknown, context: Context): T | null =>
  seesContractsOf(context.caller, contract.customerId) ? read(contract, context) : null;

export const Contract = {
  async __resolveReference({ id }: { id: string }, { loaders, caller }: Context): Promise<Stored | null> {
    const contract = await loaders.contract.load(id);
    return contract && seesContract(caller, contract.customerId) ? contract : null;
  },
  plan: ({ planId }: Stored, _: unknown, { loaders }: Context) => loaders.plan.load(planId),
  status: beyondPlan((contract, { application }) => statusAt(contract, application.clock())),
  customer: beyondPlan(({ customerId }) => ({ id: customerId })),
  coveredProducts: beyondPlan(({ productIds }) => productIds.map((id) => ({ id }))),
  startsAt: beyondPlan(({ startsAt }) => startsAt),
  endsAt: beyondPlan(({ endsAt }) => endsAt),
};
