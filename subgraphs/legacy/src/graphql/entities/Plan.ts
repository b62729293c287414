import type { Plan as PlanModel } from '../../domain/contract.ts';
import type { Context, Resolver } from '../resolver.ts';

const coveredProducts: Resolver<object, PlanModel> = async ({ coveredProductIds }, _args, { load }) =>
  (await load.product.loadMany(coveredProductIds)).filter((product) => product !== null);

export const Plan = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.plan.load(id),
  coveredProducts,
};
