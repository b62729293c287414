import { maySeeCustomer, requireSightOf } from '../domain/customer.ts';
import { pageOfContracts } from '../monolith/contracts.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

export const contractsOfCustomer = ({ rest }: ReadingParts) => async ({ caller }: Request, customerId: string, args: PageArguments) => {
  requireSightOf(maySeeCustomer, caller, customerId);
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfContracts(rest, customerId, page), page);
};
