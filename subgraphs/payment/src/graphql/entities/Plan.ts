import type { Plan as PlanOnSale } from '../../domain/plan.ts';
import type { Context } from '../context.ts';
import { toDuration } from '../toDuration.ts';

export const Plan = {
  __resolveReference: async ({ id }: { id: string }, { loaders }: Context) => loaders.plan.load(id),
  coveredProducts: ({ productIds }: PlanOnSale) => productIds.map((id) => ({ id })),
  responseTarget: ({ responseTargetMinutes }: PlanOnSale) => toDuration(responseTargetMinutes),
};
