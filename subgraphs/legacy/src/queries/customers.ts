import { requireRole } from '@sysops-squad/chassis/authorize';
import { pageOfCustomers } from '../monolith/customers.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

export const customers = ({ rest }: ReadingParts) => async ({ caller }: Request, args: PageArguments & { search?: string | null }) => {
  requireRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN');
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfCustomers(rest, { search: readSearch(args.search, 2), ...page }), page);
};
