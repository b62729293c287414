import type { Contract as ContractModel } from '../../domain/contract.ts';
import { mayContactCustomer, requireSightOf } from '../../domain/customer.ts';
import type { Context, Resolver } from '../resolver.ts';

type Field = Resolver<object, ContractModel>;

const plan: Field = ({ planCode }, _args, { load }) => load.planByCode.load(planCode);
const customer: Field = ({ customerId }, _args, { load }) => load.customer.load(customerId);
const coveredProducts: Field = async ({ coveredProductIds }, _args, { load }) => (await load.product.loadMany(coveredProductIds)).filter((product) => product !== null);

export const Contract = {
  /** Nobody who sees a ticket is refused its contract. */
  __resolveReference: async ({ id }: { id: string }, { caller, load }: Context) => {
    const contract = await load.contract.load(id);
    if (contract) requireSightOf(mayContactCustomer, caller, contract.customerId);
    return contract;
  },
  plan,
  customer,
  coveredProducts,
};
