import { hasRole } from '@sysops-squad/chassis/authorize';
import { readPage, toConnection } from '@sysops-squad/chassis/connection';
import { pageOfProducts } from '../monolith/products.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

export const products = ({ rest }: ReadingParts) => async ({ caller }: Request, args: PageArguments & { search?: string | null }) => {
  const { limit, after } = readPage(args);
  const activeOnly = !hasRole(caller, 'ADMIN', 'SYSTEM');
  const rows = await pageOfProducts(rest, { search: readSearch(args.search), activeOnly, limit, after });
  return toConnection(rows, limit, ({ name }) => name);
};
