import { maySeeMoney, requireSightOf } from '../domain/customer.ts';
import { pageOfInvoices } from '../monolith/contracts.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

export const invoicesOfCustomer = ({ rest }: ReadingParts) => async ({ caller }: Request, customerId: string, args: PageArguments) => {
  requireSightOf(maySeeMoney, caller, customerId);
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfInvoices(rest, customerId, page), page);
};
