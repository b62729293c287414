import type { CustomersArguments } from '../../queries/customers.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

export async function customers(_: unknown, page: CustomersArguments, { application }: Context) {
  const { edges, pageInfo } = await application.customers(page);
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node: wholeCustomer(node) })), pageInfo };
}
