import { pageOfCustomers } from '../monolith/customers.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

export const customers = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments & { search?: string | null }) => {
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfCustomers(rest, { search: readSearch(args.search, 2), ...page }), page);
};
